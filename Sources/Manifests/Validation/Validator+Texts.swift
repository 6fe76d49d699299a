import Foundation
import Model
import TestLanguage

extension Validator {
    /// Text, or a scalar taken as text where the rule says so.
    mutating func text(_ value: YAMLScalar.Value, _ source: String, _ node: YAMLNode, _ rule: TextRule) -> JSONValue? {
        switch value {
        case .string: break
        case .bool, .integer, .largeInteger, .number:
            if rule.takesScalars { break }
            guard rule.form.isFree else {
                wrongType(node, wanted: rule.form.requirement)
                return nil
            }
            let shown = Wording.shortened(source)
            error("`\(path.fieldName)` must be text, but \(Wording.found(node)): write \"\(shown)\"", at: node)
            return nil
        case .null:
            wrongType(node, wanted: rule.form.requirement)
            return nil
        }
        if Template.mayHoldReferences(source) {
            switch rule.references {
            case .literal: break
            case .resolved:
                return template(source, node) ? .string(source) : nil
            case .refused:
                error("`\(path.fieldName)` can't hold references: nothing would resolve `${{` here", at: node)
                return nil
            }
        }
        guard rule.form.accepts(source) else {
            wrongType(node, wanted: rule.form.requirement)
            return nil
        }
        return .string(source)
    }

    /// Takes down the references of a text; false when it has an error.
    mutating func template(_ text: String, _ node: YAMLNode) -> Bool {
        do {
            for reference in try Template(text).references {
                findings.references.append(
                    ReferenceSite(reference: reference, path: path, place: place(of: reference.span, in: node)))
            }
            return true
        } catch {
            self.error(error, in: node)
            return false
        }
    }

    /// Names and texts with a form of their own.
    mutating func name(_ text: String, _ node: YAMLNode, _ type: FieldType) -> JSONValue? {
        switch type {
        case .dnsLabel:
            if DNSLabel.accepts(text) { return .string(text) }
        case .objectName(let kind):
            if DNSLabel.accepts(text) { return linked(.object(kind, text), text, node) }
        case .serviceName:
            if DNSLabel.accepts(text) { return linked(.service(text), text, node) }
        case .objectPath:
            if let identity = ObjectIdentity(text), text.utf8.count(where: { $0 == UInt8(ascii: "/") }) == 1,
                DNSLabel.accepts(identity.name)
            {
                return linked(.dependency(identity.kind, identity.name), text, node)
            }
        case .url(let schemes, let references):
            if references == .resolved, Template.mayHoldReferences(text) {
                return template(text, node) ? .string(text) : nil
            }
            if let url = URLComponents(string: text), let scheme = url.scheme, schemes.contains(scheme),
                url.host?.isEmpty == false
            {
                guard let port = url.port, !(1...65_535).contains(port) else { return .string(text) }
                error("`\(path.fieldName)`: a port is from 1 to 65535, not \(port)", at: node)
                return nil
            }
        case .secretReference:
            if let reference = (try? Template(text))?.wholeReference, reference.root == .secrets,
                reference.name != nil, reference.steps.count == 1
            {
                return self.template(text, node) ? .string(text) : nil
            }
        case .string, .boolean, .count, .integer, .number, .duration, .size, .cpu, .cron, .timeOfDay, .timeZone,
            .percentage, .enumeration, .list, .map, .object, .anyJSON, .statusExpectation, .durationExpectation,
            .assertion, .query, .capture, .secretSource, .schedule, .either, .condition, .shared:
            break
        }
        wrongType(node, wanted: type.noun)
        return nil
    }

    private mutating func linked(_ target: Link.Target, _ text: String, _ node: YAMLNode) -> JSONValue {
        findings.links.append(Link(target: target, path: path, place: place(of: node)))
        return .string(text)
    }

    mutating func assertion(_ node: YAMLNode) -> Walked {
        guard let text = line(node, wanted: FieldType.assertion.noun), template(text, node) else { return .invalid }
        do {
            let assertion = try AssertionParser.parse(text)
            findings.queries.append(QuerySite(query: assertion.query, path: path, place: place(of: node)))
            note(assertion, node)
            return Walked(.string(text), decoded: try TreeEncoder.encode(assertion))
        } catch let problem as LanguageError {
            error(problem, in: node)
        } catch {
            self.error("\(error)", at: node)
        }
        return .invalid
    }

    mutating func query(_ node: YAMLNode) -> Walked {
        guard let text = line(node, wanted: FieldType.query.noun), template(text, node) else { return .invalid }
        do {
            let extraction = try ExtractionParser.parse(text)
            findings.queries.append(QuerySite(query: extraction.query, path: path, place: place(of: node)))
            note(extraction.query, node)
            return Walked(.string(text), decoded: try TreeEncoder.encode(extraction))
        } catch let problem as LanguageError {
            error(problem, in: node)
        } catch {
            self.error("\(error)", at: node)
        }
        return .invalid
    }

    mutating func capture(_ node: YAMLNode, _ schema: Schema) -> Walked {
        if case .mapping = node.content { return walk(node, schema: schema) }
        let from = query(node)
        return Walked(
            from.written,
            decoded: .object(schema.defaults.merging(["from": from.model]) { $1 }))
    }

    /// Takes down what of an assertion no worker can do, and the files that it reads.
    private mutating func note(_ assertion: Assertion, _ node: YAMLNode) {
        note(assertion.query, node)
        switch assertion.predicate {
        case .matchesSchema(.file): note(.schema, "`matchesSchema` with a file", node)
        case .equalsFile: note(.files, "`equalsFile`", node)
        default: break
        }
    }

    private mutating func note(_ query: Query, _ node: YAMLNode) {
        if case .junit = query { note(.junit, "`junit`", node) }
    }

    private mutating func note(_ ability: TestAbility, _ what: String, _ node: YAMLNode) {
        note(.byWorkers(ability), of: what, at: node)
    }

    /// The text of an assertion or a query.
    private mutating func line(_ node: YAMLNode, wanted: String) -> String? {
        guard let text = node.string else {
            wrongType(node, wanted: wanted)
            return nil
        }
        return accepts(tagOf: node) ? text : nil
    }
}

extension Validator {
    mutating func condition(_ node: YAMLNode) -> Walked {
        var text = node.string
        if case .scalar(let scalar) = node.content, case .bool(let flag) = scalar.value(tag: node.tag) {
            text = "\(flag)"
        }
        guard let text else {
            wrongType(node, wanted: FieldType.condition.noun)
            return .invalid
        }
        guard accepts(tagOf: node) else { return .invalid }
        guard template(text, node) else { return .invalid }
        do {
            return Walked(.string(text), decoded: try TreeEncoder.encode(ConditionParser.parse(text)))
        } catch let problem as LanguageError {
            error(problem, in: node)
        } catch {
            self.error("\(error)", at: node)
        }
        return .invalid
    }
}
