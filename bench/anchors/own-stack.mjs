// The packages that a running bridge uses, imported and nothing else: no start of ours can be quicker than that.
import 'better-sqlite3'
import 'express'
import 'express-rate-limit'
import 'helmet'
import 'knex'
import '@node-rs/argon2'
import 'ajv/dist/2020.js'
process.stdout.write('ready\n')
