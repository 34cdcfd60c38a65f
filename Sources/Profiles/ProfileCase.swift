import FoundationEssentials

/// A test of profiles: a document, and what must and must not become of it. One item of a file in a folder `tests`.
public struct ProfileCase: Hashable, Sendable {
    /// A finding that the document must bring.
    public struct Finding: Hashable, Sendable {
        public let code: String
        /// As in an OperationOutcome; nil for any.
        public let severity: String?
        /// The line of the document; nil for any.
        public let line: Int?
    }

    /// A part of a resource: every key of a map must be there with such a value, every item of a list must be among the items.
    public indirect enum Fragment: Hashable, Sendable {
        case text(String)
        case list([Fragment])
        case map([String: Fragment])
    }

    public let name: String
    /// Relative to the profile directory.
    public let file: String
    public let line: Int
    /// The document's file, absolute.
    public let input: String
    /// Some resource of the Bundle must hold each of them.
    public let gives: [Fragment]
    public let finds: [Finding]
    /// Codes of findings that must not be.
    public let lacks: [String]
    /// Whether the document must be refused; it must not be otherwise.
    public let isRefused: Bool

    private static let keys: Set<String> = ["name", "input", "gives", "finds", "lacks", "refused"]

    /// All cases of all `tests/*.yaml` files below a directory, in the order of files and lines.
    /// - Throws: ``ProfileError`` with every fault of every file.
    public static func all(below directory: String) throws(ProfileError) -> [ProfileCase] {
        guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: directory) else {
            throw ProfileError(faults: [ProfileFault(code: .unreadable, file: ".", line: 0, detail: "cannot be read")])
        }
        var cases: [ProfileCase] = []
        var faults: [ProfileFault] = []
        for path in paths.sorted()
        where path.hasSuffix(".yaml") && path.split(separator: "/").dropLast().last == "tests" {
            guard let data = FileManager.default.contents(atPath: directory + "/" + path),
                let text = String(validating: data, as: UTF8.self)
            else {
                faults.append(ProfileFault(code: .unreadable, file: path, line: 0, detail: "cannot be read as UTF-8"))
                continue
            }
            do throws(ProfileFault) {
                cases += try read(try ProfileNode(text, file: path), file: path, directory: directory)
            } catch {
                faults.append(error)
            }
        }
        guard faults.isEmpty else { throw ProfileError(faults: faults) }
        return cases
    }

    private static func read(_ root: ProfileNode, file: String, directory: String) throws(ProfileFault) -> [ProfileCase]
    {
        func fault(_ code: ProfileFault.Code, _ line: Int, _ detail: String) -> ProfileFault {
            ProfileFault(code: code, file: file, line: line, detail: detail)
        }
        guard case .map(let top) = root.content, top.count == 1, top[0].key == "cases",
            case .list(let items) = top[0].value.content
        else { throw fault(.wrongShape, root.line, "a test file is a list under the key cases") }
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        var cases: [ProfileCase] = []
        for item in items {
            guard case .map(let entries) = item.content else { throw fault(.wrongShape, item.line, "a case is a map") }
            var values: [String: ProfileNode] = [:]
            for entry in entries {
                let (key, line, value) = (entry.key, entry.line, entry.value)
                guard keys.contains(key) else {
                    throw fault(.unknownKey, line, "\(key) is none of \(keys.sorted().joined(separator: ", "))")
                }
                values[key] = value
            }
            guard let name = values["name"]?.text, let input = values["input"]?.text else {
                throw fault(.missingCell, item.line, "a case has a name and an input")
            }
            let path = "\(directory)/\(folder)/\(input)"
            guard !input.contains(".."), FileManager.default.fileExists(atPath: path) else {
                throw fault(.unreadable, values["input"]?.line ?? item.line, "\(input) is not beside the test")
            }
            var finds: [Finding] = []
            for node in try list(values["finds"], fault) {
                guard case .map(let parts) = node.content else {
                    throw fault(.wrongShape, node.line, "a finding is a map with a code")
                }
                var texts: [String: String] = [:]
                for part in parts {
                    let (key, line, value) = (part.key, part.line, part.value)
                    guard ["code", "severity", "line"].contains(key), let text = value.text else {
                        throw fault(.unknownKey, line, "a finding has code, severity and line")
                    }
                    texts[key] = text
                }
                guard let code = texts["code"] else { throw fault(.missingCell, node.line, "a finding has a code") }
                finds.append(Finding(code: code, severity: texts["severity"], line: texts["line"].flatMap { Int($0) }))
            }
            var lacks: [String] = []
            for node in try list(values["lacks"], fault) {
                guard let code = node.text else { throw fault(.wrongShape, node.line, "lacks is a list of codes") }
                lacks.append(code)
            }
            cases.append(
                ProfileCase(
                    name: name, file: file, line: item.line, input: path,
                    gives: try list(values["gives"], fault).map { Fragment($0) }, finds: finds, lacks: lacks,
                    isRefused: values["refused"]?.text == "true"))
        }
        return cases
    }

    private static func list(
        _ node: ProfileNode?, _ fault: (ProfileFault.Code, Int, String) -> ProfileFault
    ) throws(ProfileFault) -> [ProfileNode] {
        guard let node else { return [] }
        guard case .list(let items) = node.content else { throw fault(.wrongShape, node.line, "a list is meant here") }
        return items
    }
}

extension ProfileCase.Fragment {
    init(_ node: ProfileNode) {
        switch node.content {
        case .scalar(let text): self = .text(text)
        case .list(let items): self = .list(items.map { Self($0) })
        case .map(let entries):
            self = .map(Dictionary(entries.map { ($0.key, Self($0.value)) }, uniquingKeysWith: { first, _ in first }))
        }
    }
}
