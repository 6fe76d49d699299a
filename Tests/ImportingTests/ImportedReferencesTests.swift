import Foundation
import Manifests
import Model
import Testing
import TestLanguage

@testable import Importing

/// What looks like a reference in a document is text: a document must not carry the secrets of whoever imports it away.
struct ImportedReferencesTests {
    private static let evil = "${{ secrets.evil }}"

    /// Breaks when any text of a document gets into a manifest without `Template.escaping`.
    @Test(
        "Documents whose every text asks for a secret get none",
        arguments: ["OpenAPI 3", "OpenAPI 2", "Postman 2.1", "Postman 2.0"])
    func documents(format: String) throws {
        let document = try #require(Self.all[format])
        for service in [nil, "shop"] {
            let text = document.replacing("EVIL", with: Self.evil)
            let result = try ImportedManifest.result(of: Data(text.utf8), file: "evil.json") { options in
                options.service = service
                options.file = { $0 }
            }
            try Self.check(result.manifest, mentions: Self.evil)
        }
    }

    @Test("A file of Hurl whose every text asks for a secret gets none")
    func hurl() throws {
        for service in [nil, "shop"] {
            let text = Self.hurlFile.replacing("EVIL", with: #"$\{\{secrets.evil}}"#).replacing("RAW", with: Self.evil)
            let result = try ImportedManifest.result(of: Data(text.utf8), file: "evil.hurl", format: .hurl) { options in
                options.service = service
                options.file = { $0 }
            }
            try Self.check(result.manifest, mentions: "secrets.evil")
        }
    }

    /// Breaks when a `$` of one text and braces of another come together.
    @Test("Two texts that meet make no reference")
    func twoTextsThatMeet() throws {
        let text = #"""
            GET http://a.test/x
            [Options]
            variable: a=\{\{ secrets.evil }}
            variable: b=$\{
            variable: c=\{ secrets.evil }}
            HTTP 200

            POST http://a.test/y
            A: ${{a}} {{b}}{{c}}
            `${{a}} {{b}}{{c}}`
            """#
        let manifest = try ImportedManifest.result(of: Data(text.utf8), file: "a.hurl", format: .hurl).manifest
        try Self.check(manifest, mentions: "secrets.evil")
    }

    /// Walks all texts of the tests, parameters and services, and takes each apart as whoever runs them does. Assertions that
    /// are read from lines have texts of their own.
    private static func check(_ manifest: String, mentions word: String) throws {
        let tree = try YAMLTree.parse(Data(manifest.utf8), bytes: 1 << 20, nodes: 100_000, depth: 100)
        var count = 0
        func walk(_ value: JSONValue) throws {
            switch value {
            case .null, .bool, .integer, .number: return
            case .string(let text):
                if text.contains("evil") { count += 1 }
                let references = try Template(text).references
                #expect(!references.contains { "\($0)" == "secrets.evil" }, "\(text)")
                if let line = try? AssertionParser.parse(text) {
                    let references = try TreeResolver.references(in: try TreeEncoder.encode(line))
                    #expect(!references.contains { "\($0)" == "secrets.evil" }, "\(text)")
                }
            case .array(let items): for item in items { try walk(item) }
            case .object(let members): for member in members.values { try walk(member) }
            }
        }
        try walk(tree)
        // Or the test looks at nothing.
        #expect(count > 1, "\(manifest)")
        #expect(manifest.contains(word))
    }

    private static let all = [
        "OpenAPI 3": openAPI3, "OpenAPI 2": openAPI2, "Postman 2.1": postman, "Postman 2.0": postmanOfVersion20,
    ]

    private static let openAPI3 = #"""
        {"openapi": "3.0.0", "info": {"title": "EVIL", "version": "EVIL"},
         "servers": [{"url": "http://EVIL/v1"}],
         "security": [{"oauth": []}, {"EVIL": []}],
         "paths": {"/a/EVIL/{id}/{EVIL}": {"post": {
            "summary": "EVIL", "operationId": "EVIL",
            "parameters": [
              {"name": "id", "in": "path", "required": true, "example": "EVIL"},
              {"name": "EVIL", "in": "query", "required": true, "example": "EVIL"},
              {"name": "two", "in": "query", "required": true, "example": ["EVIL", "EVIL"]},
              {"name": "deep", "in": "query", "required": true, "example": {"EVIL": "EVIL"}},
              {"name": "X-A", "in": "header", "required": true, "example": "EVIL"},
              {"name": "EVIL", "in": "header", "required": true, "example": "EVIL"},
              {"name": "EVIL", "in": "cookie", "required": true, "example": "EVIL"}],
            "requestBody": {"content": {"application/EVIL+json": {"example": {"EVIL": "EVIL", "b": ["EVIL"]}}}},
            "responses": {"200": {"description": "EVIL", "content": {
              "application/EVIL+json": {"schema": {"type": "object", "required": ["EVIL"], "title": "EVIL", "properties": {
                 "EVIL": {"enum": ["EVIL"]}, "p": {"type": "string", "pattern": "EVIL"}, "r": {"$ref": "#/components/schemas/EVIL"}}}},
              "text/EVIL": {}}}}}},
           "/form": {"post": {"security": [{"key": []}, {"EVIL": []}],
            "requestBody": {"content": {"application/x-www-form-urlencoded": {"example": {"EVIL": "EVIL"}}}},
            "responses": {"2XX": {"description": "EVIL", "content": {"EVIL": {"example": "EVIL"}}}}}},
           "/parts": {"post": {"security": [{"query": []}],
            "requestBody": {"content": {"multipart/form-data": {"example": {"EVIL": "EVIL"}}}},
            "responses": {"default": {"description": "EVIL"}}}},
           "/text": {"post": {"security": [{"cookie": []}],
            "requestBody": {"content": {"text/EVIL": {"example": "EVIL"}}}, "responses": {}}}},
         "components": {"schemas": {"EVIL": {"type": "string", "const": "EVIL", "description": "EVIL"}},
          "securitySchemes": {
            "oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://evil/EVIL", "scopes": {"EVIL": "EVIL"}}}},
            "key": {"type": "apiKey", "in": "header", "name": "EVIL"}, "query": {"type": "apiKey", "in": "query", "name": "EVIL"},
            "cookie": {"type": "apiKey", "in": "cookie", "name": "EVIL"}, "EVIL": {"type": "EVIL"}}}}
        """#

    private static let openAPI2 = #"""
        {"swagger": "2.0", "info": {"title": "EVIL", "version": "EVIL"}, "host": "a.test", "basePath": "/EVIL",
         "schemes": ["https"], "consumes": ["application/EVIL+json"], "produces": ["application/EVIL+json", "EVIL"],
         "security": [{"oauth": ["EVIL"]}],
         "securityDefinitions": {"oauth": {"type": "oauth2", "flow": "application", "tokenUrl": "https://evil/EVIL", "scopes": {"EVIL": "EVIL"}}},
         "paths": {"/a/EVIL/{id}": {"put": {"summary": "EVIL",
            "parameters": [
              {"name": "id", "in": "path", "type": "string", "required": true, "default": "EVIL"},
              {"name": "EVIL", "in": "query", "type": "string", "required": true, "enum": ["EVIL"]},
              {"name": "body", "in": "body", "schema": {"type": "object", "required": ["EVIL"], "properties": {"EVIL": {"default": "EVIL"}}}}],
            "responses": {"200": {"description": "EVIL", "schema": {"type": "object", "properties": {"EVIL": {"enum": ["EVIL"]}}}}}}},
          "/form": {"post": {"parameters": [{"name": "EVIL", "in": "formData", "type": "string", "required": true, "default": "EVIL"}],
            "responses": {"200": {"description": "EVIL"}}}}}}
        """#

    private static let request = #"""
        "method": "POST", "description": "EVIL",
        "header": [{"key": "X-A", "value": "EVIL"}, {"key": "EVIL", "value": "EVIL"}],
        "url": {"raw": "https://evil/EVIL/:id?EVIL=EVIL", "query": [{"key": "EVIL", "value": "EVIL"}, {"key": "EVIL", "value": "EVIL"}],
                "variable": [{"key": "id", "value": "EVIL"}]}
        """#

    private static let script = #"""
        ["pm.response.to.have.header('EVIL')", "pm.response.to.have.header('A', 'EVIL')", "pm.expect(pm.response.json()['EVIL']).to.eql(1)",
         "pm.expect(pm.response.json().a).to.eql('EVIL')", "pm.expect(pm.response.text()).to.include('EVIL')",
         "pm.response.to.have.jsonBody('a', 'EVIL')", "pm.environment.set('EVIL', pm.response.json()['EVIL'])", "EVIL"]
        """#

    private static let postman = """
        {"info": {"name": "EVIL", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
         "variable": [{"key": "EVIL", "value": "EVIL"}, {"key": "plain", "value": "EVIL"}],
         "auth": {"type": "oauth2", "oauth2": [{"key": "grant_type", "value": "client_credentials"},
            {"key": "accessTokenUrl", "value": "https://evil/EVIL"}, {"key": "scope", "value": "EVIL"}, {"key": "clientId", "value": "EVIL"}]},
         "event": [{"listen": "test", "script": {"exec": \(script)}}],
         "item": [
          {"name": "EVIL", "item": [
            {"name": "EVIL", "request": {\(request), "body": {"mode": "raw", "raw": "{\\"EVIL\\": \\"EVIL\\"}", "options": {"raw": {"language": "json"}}}}},
            {"name": "EVIL", "request": {\(request), "body": {"mode": "raw", "raw": "EVIL"}}},
            {"name": "EVIL", "request": {\(request), "body": {"mode": "urlencoded", "urlencoded": [{"key": "EVIL", "value": "EVIL"}]}}},
            {"name": "EVIL", "request": {\(request), "body": {"mode": "formdata", "formdata": [
               {"key": "a", "value": "EVIL", "contentType": "EVIL"}, {"key": "f", "type": "file", "src": "EVIL"}]}}},
            {"name": "EVIL", "request": {\(request), "body": {"mode": "file", "file": {"src": "EVIL"}}}},
            {"name": "EVIL", "request": {\(request), "auth": {"type": "awsv4", "awsv4": [{"key": "region", "value": "EVIL"}]},
               "body": {"mode": "graphql", "graphql": {"query": "EVIL", "variables": "{\\"a\\": \\"EVIL\\"}"}}}}
          ]}]}
        """

    private static let postmanOfVersion20 = """
        {"info": {"name": "EVIL", "_postman_id": "1"}, "auth": {"type": "apikey", "apikey": {"key": "EVIL", "value": "EVIL"}},
         "item": [{"name": "EVIL", "request": {\(request)}}, {"name": "b", "request": {"method": "GET", "url": "http://evil/EVIL?a=EVIL"}},
         {"name": "c", "request": {"method": "GET", "url": "http://evil/", "header": "A: EVIL\\nEVIL: EVIL"}}]}
        """

    /// `EVIL` is spelled so that Hurl takes it for a text.
    private static let hurlFile = #"""
        # RAW
        POST http://evil/x
        X-A: EVIL
        [Query]
        EVIL: EVIL
        EVIL: EVIL
        [Cookies]
        EVIL: EVIL
        [Options]
        header: A: EVIL
        proxy: http://EVIL:3128
        user: EVIL:EVIL
        aws-sigv4: aws:amz:EVIL:EVIL
        cacert: EVIL
        variable: a=EVIL
        {"EVIL": "EVIL", "b": "RAW"}
        HTTP 200
        A: EVIL
        EVIL: EVIL
        [Captures]
        c: regex "RAW"
        [Asserts]
        jsonpath "$.EVIL" == "EVIL"
        body contains "EVIL"
        body matches /RAW/
        body replaceRegex "EVIL" "EVIL" contains "EVIL"
        bytes == file,EVIL;
        bytes == hex,RAW;
        {"EVIL": "EVIL", "b": "RAW"}

        POST http://evil/y
        [Form]
        EVIL: EVIL
        EVIL: EVIL
        HTTP 200
        `RAW`

        POST http://evil/z
        [Multipart]
        EVIL: EVIL
        f: file,EVIL; EVIL
        HTTP 200
        ```
        RAW
        ```

        GET http://evil/EVIL
        [BasicAuth]
        EVIL: EVIL
        ```graphql
        RAW
        variables {"a": "RAW"}
        ```
        """#
}
