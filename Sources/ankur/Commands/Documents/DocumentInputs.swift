import Conversion
import Foundation
import HL7v2
import RecordTypes

/// A file that is to be converted or validated, and what its results are called.
struct DocumentInput: Hashable, Sendable {
    /// As named on the command line, or below a folder named there.
    let path: String
    /// Where its results go below the output folder, without ending: `ward/letter`.
    var name: String
    /// Named by itself: then it is answered for whatever it holds. What a folder holds beside documents is passed over.
    let isNamed: Bool
}

/// The files that paths on the command line stand for, in an order that does not change.
struct DocumentInputs {
    private(set) var inputs: [DocumentInput] = []

    /// - Throws: ``CommandFailure`` (2) for a path that leads nowhere.
    init(paths: [String]) throws {
        for path in paths {
            var isFolder: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw CommandFailure.impossible("\(path) is not there")
            }
            if isFolder.boolValue {
                inputs += try Self.files(below: path)
            } else {
                let file = (path as NSString).lastPathComponent
                inputs.append(DocumentInput(path: path, name: Self.withoutEnding(file), isNamed: true))
            }
        }
        keepNamesApart()
    }

    private static func files(below folder: String) throws -> [DocumentInput] {
        guard let found = FileManager.default.enumerator(atPath: folder) else {
            throw CommandFailure.impossible("\(folder) cannot be read")
        }
        let files = found.compactMap { $0 as? String }.filter { name in
            !name.split(separator: "/").contains { $0.hasPrefix(".") }
        }
        return files.sorted().compactMap { file in
            let path = (folder as NSString).appendingPathComponent(file)
            var isFolder: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
            else { return nil }
            return DocumentInput(path: path, name: withoutEnding(file), isNamed: false)
        }
    }

    private static func withoutEnding(_ file: String) -> String { (file as NSString).deletingPathExtension }

    /// Two inputs whose results would be one file keep their endings, `a.xml` and `a.hl7`; what then still is the same gets a number.
    private mutating func keepNamesApart() {
        let counts = Dictionary(grouping: inputs.indices) { inputs[$0].name }
        for indices in counts.values where indices.count > 1 {
            for index in indices {
                let ending = (inputs[index].path as NSString).pathExtension
                if !ending.isEmpty { inputs[index].name += ".\(ending)" }
            }
        }
        var seen: [String: Int] = [:]
        for index in inputs.indices {
            let count = seen[inputs[index].name, default: 0] + 1
            seen[inputs[index].name] = count
            if count > 1 { inputs[index].name += "~\(count)" }
        }
    }
}

/// One document of an input: a CDA document, or one HL7 v2 message of a batch.
struct InputDocument: Sendable {
    let source: SourceDocument
    /// The line of the file that it begins on.
    let firstLine: Int
    /// From 1; nil when it is the input's only one.
    let number: Int?
}

/// What a file holds.
struct InputContent: Sendable {
    var documents: [InputDocument] = []
    /// Findings about the file as a whole: counts of a batch.
    var issues: [Issue] = []

    /// Found out from the content; the file's ending counts only for what looks like nothing.
    /// - Returns: nil for what is no document at all in a folder.
    init?(_ bytes: [UInt8], of input: DocumentInput) {
        let ending = (input.path as NSString).pathExtension.lowercased()
        if MessageBatch.begins(bytes) {
            takeBatch(bytes)
        } else if ["xml", "cda"].contains(ending) || Self.isClinicalDocument(bytes) {
            documents = [InputDocument(source: SourceDocument(format: .cda, bytes: bytes), firstLine: 1, number: nil)]
        } else if ["hl7", "hl7v2"].contains(ending) {
            documents = [InputDocument(source: SourceDocument(format: .hl7v2, bytes: bytes), firstLine: 1, number: nil)]
        } else if input.isNamed {
            issues = [
                Issue(
                    .fatal, "no-document", .structure, "The file is neither a CDA document nor an HL7 v2 message.",
                    remedy: "Name files that begin with MSH, FHS or BHS, or that hold a ClinicalDocument.")
            ]
        } else {
            return nil
        }
    }

    private mutating func takeBatch(_ bytes: [UInt8]) {
        let batch = MessageBatch(bytes)
        issues = batch.issues
        for (position, message) in batch.messages.enumerated() {
            // A lone message goes on as it came: its own reader judges its frame.
            let whole = batch.messages.count == 1 && !batch.isEnveloped ? bytes : message
            for part in MessageBatch.partedByPatient(whole) {
                documents.append(
                    InputDocument(
                        source: SourceDocument(format: .hl7v2, bytes: part), firstLine: batch.firstLines[position],
                        number: documents.count + 1))
            }
        }
        if documents.count == 1, !batch.isEnveloped, let only = documents.first {
            documents = [InputDocument(source: only.source, firstLine: only.firstLine, number: nil)]
        }
    }

    /// XML whose first kilobytes name the root, in any encoding that has ASCII in every or every other byte.
    private static func isClinicalDocument(_ bytes: [UInt8]) -> Bool {
        let head = bytes.prefix(16_384).filter { $0 != 0 }
        let name = Array("ClinicalDocument".utf8)
        guard head.contains(UInt8(ascii: "<")), head.count >= name.count else { return false }
        return (0...(head.count - name.count)).contains { head[$0] == name[0] && head[$0...].starts(with: name) }
    }
}

extension Issue.Place {
    /// The line of the file, for the text form of findings; 1 where nothing better is known.
    func line(in document: InputDocument) -> Int {
        switch self {
        case .xpath(_, let line, _): max(1, line) + document.firstLine - 1
        case .hl7(let place): document.source.line(of: place).map { $0 + document.firstLine - 1 } ?? document.firstLine
        case .none, .expression: document.firstLine
        }
    }

    /// The place itself, in the words of its standard.
    var words: String? {
        switch self {
        case .none: nil
        case .xpath(let path, _, _): path.isEmpty ? nil : path
        case .hl7(let place): place.text
        case .expression(let path): path.isEmpty ? nil : path
        }
    }
}

extension SourceDocument {
    /// The line, from 1, on which a segment begins.
    func line(of place: Issue.HL7Place) -> Int? {
        let name = Array(place.segment.utf8)
        var remaining = place.sequence
        var line = 1
        var at = 0
        while at < bytes.count {
            let end = bytes[at...].firstIndex { $0 == 0x0D || $0 == 0x0A } ?? bytes.count
            // A byte order mark or a start block may stand in front of the first name.
            let skipped = bytes[at..<end].prefix { $0 == 0x0B || $0 >= 0x80 }.count
            if bytes[(at + skipped)..<end].starts(with: name) {
                remaining -= 1
                if remaining == 0 { return line }
            }
            let isPair = end + 1 < bytes.count && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
            at = end + (isPair ? 2 : 1)
            line += 1
        }
        return nil
    }
}
