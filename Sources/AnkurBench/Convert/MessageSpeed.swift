import Conversion
import Foundation
import RecordTypes

/// How fast HL7 v2 messages become FHIR on one core.
struct MessageSpeed {
    private let messages: [[UInt8]]

    init(folder: String) throws {
        messages = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".hl7") }.sorted()
            .compactMap { FileManager.default.contents(atPath: folder + "/" + $0) }.map { [UInt8]($0) }
    }

    func report(_ converter: Converter, rounds: Int) {
        let megabytes = Double(messages.reduce(0) { $0 + $1.count }) / 1e6
        var converted = 0
        var best = Double.infinity
        for _ in 0..<rounds {
            let start = ProcessTime.own
            converted = messages.count { converter.convert(SourceDocument(format: .hl7v2, bytes: $0)).parts != nil }
            best = min(best, (ProcessTime.own - start).inSeconds)
        }
        print(
            "HL7 v2: \(messages.count) messages, \(megabytes.rounded(to: 2)) MB, \(converted) converted, "
                + "\((megabytes / best).rounded(to: 1)) MB/s of CPU time")
    }
}
