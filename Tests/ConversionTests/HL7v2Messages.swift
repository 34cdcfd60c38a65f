import Conversion
import FHIR
import Foundation
import JSONText
import Profiles
import RecordTypes

/// Messages built for the tests: invented people with test persons' numbers, invented institutions.
enum HL7v2Messages {
    static let header =
        #"MSH|^~\&|LAB|NTREE-10000001|ANKUR|GATEWAY|20260301093000+0200||ORU^R01^ORU_R01|M1|P|2.5.1||||||UNICODE UTF-8"#
    static let patient = #"PID|1||38001085718^^^EST&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI||Tamm^Jaan||19800108|M"#
    static let order =
        #"OBR|1|P1^KIR|F1^LAB|58410-2^Hemogramm^LN|||20260301080000|||||||||D12345^Kask^Mari||||||20260301091500+0200|||F"#
    static let result = #"OBX|1|NM|718-7^Hemoglobiin^LN||72.50|g/L^g/L^UCUM|134-170|L|||F|||20260301081500"#

    static func message(_ segments: [String]) -> [UInt8] { Array((segments.joined(separator: "\r") + "\r").utf8) }

    static let oru = message([header, patient, order, result])

    /// The message with the segments of a name replaced.
    static func oru(replacing name: String, by segment: String) -> [UInt8] {
        message([header, patient, order, result].map { $0.hasPrefix(name) ? segment : $0 })
    }

    static func oru(header change: (String) -> String) -> [UInt8] { message([change(header), patient, order, result]) }

    static let profilesDirectory =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/profiles"

    static func converter(_ options: ConversionOptions = .init()) throws -> Converter {
        Converter(profiles: try ProfileSet(directory: profilesDirectory), options: options)
    }

    static let samples: URL = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url.appendingPathComponent("shared/samples/hl7v2")
    }()

    static var samplesAreThere: Bool { FileManager.default.fileExists(atPath: samples.path) }

    static func sampleFiles(in folder: String = "") -> [URL] {
        let folder = folder.isEmpty ? samples : samples.appendingPathComponent(folder)
        let all = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return all.filter { $0.pathExtension == "hl7" }.sorted { $0.path < $1.path }
    }
}

extension Converter {
    func convert(hl7v2 bytes: [UInt8]) -> ConversionOutcome { convert(SourceDocument(format: .hl7v2, bytes: bytes)) }
    func header(hl7v2 bytes: [UInt8]) -> DocumentHeader {
        readHeader(SourceDocument(format: .hl7v2, bytes: bytes)).header
    }
}

extension ConversionOutcome {
    /// The codes of what refuses the message.
    var refusals: [String] { issues.filter(\.refuses).map(\.code) }

    func resources(_ type: String) throws -> [JSONValue] {
        try (parts?.entries ?? []).filter { $0.resourceType == type }.compactMap {
            try JSONValue(parsing: $0.bytes)["resource"]
        }
    }
}
