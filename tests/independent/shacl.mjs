// shacl.mjs NODE_MODULES DATA.jsonld SHAPES.ttl... - JSON-LD against SHACL
//
// By jsonld and rdf-validate-shacl of npm.  Prints what is wrong, and ends
// with 1 if anything is; else how many triples there were.  Constraints in
// SPARQL and imports, which this validator does not know, are left out.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [modules, file, ...shapes] = process.argv.slice(2)
const require = createRequire(join(modules, 'any.js'))
const jsonld = require('jsonld')
const { Parser, Store, DataFactory } = require('n3')
const { default: Validator } = await import(
  pathToFileURL(join(modules, 'rdf-validate-shacl', 'index.js')))

const unknown = new Set(['http://www.w3.org/ns/shacl#sparql',
  'http://www.w3.org/2002/07/owl#imports'])
const rules = new Store()
for (const f of shapes) {
  for (const quad of new Parser({ blankNodePrefix: f }).parse(
    readFileSync(f, 'utf8'))) {
    if (!unknown.has(quad.predicate.value)) rules.addQuad(quad)
  }
}

// Nothing is ever fetched.
const documentLoader = url => { throw new Error(`not loaded: ${url}`) }
const quads = await jsonld.toRDF(JSON.parse(readFileSync(file, 'utf8')),
  { format: 'application/n-quads', documentLoader, safe: true })
const data = new Store(new Parser({ format: 'N-Quads' }).parse(quads))
const triples = data.size
const subclass = DataFactory.namedNode(
  'http://www.w3.org/2000/01/rdf-schema#subClassOf')
data.addQuads(rules.getQuads(null, subclass, null, null))
const report = await new Validator(rules).validate(data)
for (const r of report.results) {
  console.log(r.focusNode?.value, r.path?.value, r.value?.value,
    r.sourceConstraintComponent?.value)
}
if (report.results.length > 0) process.exitCode = 1
else console.log(triples)
