import Yams

/// A value of a YAML file of the profiles, and the line that it begins on.
struct ProfileNode {
    enum Content {
        case scalar(String)
        case list([ProfileNode])
        case map([Entry])
    }

    struct Entry {
        let key: String
        let line: Int
        let value: ProfileNode
    }

    let content: Content
    let line: Int

    /// - Throws: ``ProfileFault`` with the line of what is no YAML.
    init(_ text: String, file: String) throws(ProfileFault) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            let line = (error as? YamlError)?.line ?? 0
            throw ProfileFault(
                code: .wrongShape, file: file, line: line,
                detail: "cannot be read as YAML: check indentation, quotes, and that no key stands twice")
        }
        guard let node else {
            self.init(content: .map([]), line: 1)
            return
        }
        self.init(node)
    }

    private init(content: Content, line: Int) {
        self.content = content
        self.line = line
    }

    private init(_ node: Node) {
        line = node.mark?.line ?? 0
        switch node {
        case .scalar(let scalar): content = .scalar(scalar.string)
        case .sequence(let sequence): content = .list(sequence.map { ProfileNode($0) })
        case .mapping(let mapping):
            content = .map(
                mapping.map { key, value in
                    Entry(key: key.string ?? "?", line: key.mark?.line ?? 0, value: ProfileNode(value))
                })
        // Anchors are refused by the reader of each key: an alias is nothing that a table knows.
        case .alias: content = .list([])
        }
    }

    var text: String? { if case .scalar(let text) = content { text } else { nil } }

    /// One text, or the texts of a list; nil for anything else.
    var texts: [(text: String, line: Int)]? {
        switch content {
        case .scalar(let text): return text.isEmpty ? [] : [(text, line)]
        case .list(let items):
            var texts: [(String, Int)] = []
            for item in items {
                guard let text = item.text else { return nil }
                texts.append((text, item.line))
            }
            return texts
        case .map: return nil
        }
    }
}

extension YamlError {
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }
}

/// The tables that YAML files hold, each a list of maps under its name, and how an item becomes lines of the table.
enum ProfileYAML {
    enum Table: String, CaseIterable {
        case documentTypes = "document-types"
        case sections, entries, rules, senders

        /// The keys of an item.
        var keys: [String] {
            switch self {
            case .documentTypes: ["id", "title", "loinc", "templates", "codes"]
            case .sections, .entries: ["kind", "name", "templates", "codes"]
            case .rules:
                [
                    "code", "applies-to", "each", "requires", "forbids", "one-of", "severity", "message", "remedy",
                    "clause",
                ]
            case .senders: ["id", "senders", "zone", "summer-time", "delimiters", "framing"]
            }
        }

        var columns: [String] {
            switch self {
            case .documentTypes: DocumentTypes.columns
            case .sections, .entries: TemplateKinds<SectionKind>.columns
            case .rules: Conformance.columns
            case .senders: Senders.columns
            }
        }
    }

    /// The lines of every table of a file, in order.
    static func rows(of file: ProfileFile, faults: inout [ProfileFault]) -> [(table: Table, row: ProfileRow)] {
        func fault(_ code: ProfileFault.Code, _ line: Int, _ detail: String) {
            faults.append(ProfileFault(code: code, file: file.path, line: line, detail: detail))
        }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            fault(.notUTF8, 0, "holds bytes that are no UTF-8")
            return []
        }
        let root: ProfileNode
        do throws(ProfileFault) { root = try ProfileNode(text, file: file.path) } catch {
            faults.append(error)
            return []
        }
        guard case .map(let tables) = root.content else {
            fault(
                .wrongShape, root.line, "a file is a map of \(Table.allCases.map(\.rawValue).joined(separator: ", "))")
            return []
        }
        var rows: [(table: Table, row: ProfileRow)] = []
        for entry in tables {
            let (name, line, value) = (entry.key, entry.line, entry.value)
            guard let table = Table(rawValue: name) else {
                let known = Table.allCases.map(\.rawValue).joined(separator: ", ")
                fault(.unknownKey, line, "\(name) is none of \(known)")
                continue
            }
            guard case .list(let items) = value.content else {
                fault(.wrongShape, line, "\(name) is a list")
                continue
            }
            for item in items {
                guard case .map(let cells) = item.content else {
                    fault(.wrongShape, item.line, "an item of \(name) is a map")
                    continue
                }
                var values: [String: ProfileNode] = [:]
                for cell in cells {
                    let (key, line, value) = (cell.key, cell.line, cell.value)
                    if table.keys.contains(key) {
                        values[key] = value
                    } else {
                        fault(.unknownKey, line, "\(key) is none of \(table.keys.joined(separator: ", "))")
                    }
                }
                var item = Item(file: file.path, line: item.line, values: values)
                let lines = item.rows(table)
                // What is said of an item in another shape is all there is to say of it.
                if item.faults.isEmpty { rows += lines.map { (table, $0) } }
                faults += item.faults
            }
        }
        return rows
    }

    private struct Item {
        let file: String
        let line: Int
        let values: [String: ProfileNode]
        var faults: [ProfileFault] = []

        mutating func text(_ key: String) -> String? {
            guard let value = values[key] else { return nil }
            guard let text = value.text else {
                faults.append(
                    ProfileFault(code: .wrongShape, file: file, line: value.line, detail: "\(key) is one text"))
                return nil
            }
            return text
        }

        mutating func texts(_ key: String) -> [(text: String, line: Int)] {
            guard let value = values[key] else { return [] }
            guard let texts = value.texts else {
                faults.append(
                    ProfileFault(
                        code: .wrongShape, file: file, line: value.line, detail: "\(key) is a text or a list of texts"))
                return []
            }
            return texts
        }

        mutating func rows(_ table: Table) -> [ProfileRow] {
            let cells: [String: String]
            switch table {
            case .documentTypes:
                cells = ["id": text("id"), "title": text("title"), "loinc": text("loinc")].compactMapValues { $0 }
                return keyed(cells, table)
            case .sections, .entries:
                cells = ["kind": text("kind"), "name": text("name")].compactMapValues { $0 }
                return keyed(cells, table)
            case .rules:
                var texts: [String: String] = [:]
                for key in ["code", "each", "requires", "forbids", "severity", "message", "remedy", "clause"] {
                    texts[key] = text(key)
                }
                for key in ["applies-to", "one-of"] {
                    let list = self.texts(key)
                    if !list.isEmpty { texts[key] = list.map(\.text).joined(separator: ",") }
                }
                return [row(texts, table, line)]
            case .senders:
                let keys = ["id", "zone", "summer-time", "delimiters", "framing"]
                cells = Dictionary(uniqueKeysWithValues: keys.compactMap { key in text(key).map { (key, $0) } })
                let senders = texts("senders")
                if senders.isEmpty { return [row(cells, table, line)] }
                return senders.map { row(cells.merging(["sender": $0.text]) { $1 }, table, $0.line) }
            }
        }

        /// A line for each template and for each code, written `OID CODE`.
        private mutating func keyed(_ cells: [String: String], _ table: Table) -> [ProfileRow] {
            var rows = texts("templates").map { row(cells.merging(["template": $0.text]) { $1 }, table, $0.line) }
            for (text, line) in texts("codes") {
                let parts = text.split(separator: " ", maxSplits: 1)
                guard parts.count == 2 else {
                    faults.append(
                        ProfileFault(code: .wrongShape, file: file, line: line, detail: "\(text) is not OID and code"))
                    continue
                }
                let code = ["code-system": String(parts[0]), "code": String(parts[1])]
                rows.append(row(cells.merging(code) { $1 }, table, line))
            }
            if rows.isEmpty, faults.isEmpty {
                faults.append(
                    ProfileFault(
                        code: .missingCell, file: file, line: line, detail: "neither templates nor codes are given"))
            }
            return rows
        }

        private func row(_ cells: [String: String], _ table: Table, _ line: Int) -> ProfileRow {
            ProfileRow(file: file, line: line, header: table.columns, cells: table.columns.map { cells[$0] ?? "" })
        }
    }
}
