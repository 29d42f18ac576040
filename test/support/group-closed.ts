// Group, closed: all its files have been read; tap may end when their tests have.
import t from 'tap'

Reflect.deleteProperty(t, 'idle')
if (t.idle) t.emit('idle')
