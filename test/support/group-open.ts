// Group, opened: tap ends as soon as nothing is left to do, and would do so while the files of a group still load or wait at their top.
import t from 'tap'

Object.defineProperty(t, 'idle', { configurable: true, get: () => false })
