// SPDX-License-Identifier: GPL-3.0-or-later
//
// http-server.js FOLDER LOG: serves the folder's files on a free port, which it
// prints, and knows ranges.  An answer from the start under /cut/ ends after half of
// the file.  Each request's path and range go into LOG, one a line.

'use strict'
const fs = require('fs')
const http = require('http')
const path = require('path')

const [folder, log] = process.argv.slice(2)

function answer (request, response) {
  const range = request.headers.range || ''
  fs.appendFileSync(log, `${request.url} ${range}\n`)

  const file = path.join(folder, path.basename(request.url))
  if (!fs.existsSync(file)) {
    response.writeHead(404).end()
    return
  }

  const body = fs.readFileSync(file)
  const start = Number((range.match(/^bytes=(\d+)-/) || [0, 0])[1])
  response.writeHead(range ? 206 : 200, {
    'Content-Length': body.length - start,
    'Content-Range': `bytes ${start}-${body.length - 1}/${body.length}`
  })
  if (request.url.startsWith('/cut/') && start === 0 && body.length > 1000) {
    response.write(body.subarray(0, body.length / 2),
      () => response.destroy())
  } else {
    response.end(body.subarray(start))
  }
}

const server = http.createServer(answer)
server.listen(0, 'localhost', () => console.log(server.address().port))
