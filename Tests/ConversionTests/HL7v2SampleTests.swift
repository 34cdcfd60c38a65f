import Conversion
import FHIR
import Foundation
import HL7v2
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2 samples", .enabled(if: HL7v2Messages.samplesAreThere, "the shared samples are not here"))
struct HL7v2SampleTests {
    /// Not well-formed by the standard: a version that does not exist, MSH cut short, and messages without MSH-7 or any other time.
    private static let refusable: Set<String> = ["hl7-unsupported-version", "hl7-delimiters", "hl7-required-field"]

    @Test(
        "every well-formed message is converted, the others are refused with a reason, and what is made can be read again as R4"
    )
    func allSamples() throws {
        let converter = try HL7v2Messages.converter()
        var converted = 0
        for file in HL7v2Messages.sampleFiles() {
            let name = file.lastPathComponent
            let batch = MessageBatch([UInt8](try Data(contentsOf: file)))
            #expect(!batch.messages.isEmpty, "\(name)")
            for message in batch.messages.flatMap({ MessageBatch.partedByPatient($0) }) {
                let outcome = converter.convert(hl7v2: message)
                guard let parts = outcome.parts else {
                    #expect(!outcome.refusals.isEmpty, "\(name) was refused without a reason")
                    #expect(Self.refusable.isSuperset(of: outcome.refusals), "\(name): \(outcome.refusals)")
                    continue
                }
                converted += 1
                #expect(parts.entries.first?.resourceType == "Composition", "\(name)")
                let value = try JSONValue(parsing: parts.bytes)
                do throws(FHIRError) { _ = try FHIR.Bundle(reading: value) } catch {
                    Testing.Issue.record("\(name): \(error)")
                }
            }
        }
        // 324 files, some of them batches; three lack every time, one has version 1.0, two messages are cut short.
        #expect(converted >= 324)
    }
}
