import Conversion
import FHIR
import Foundation
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2 samples", .enabled(if: HL7v2Messages.samplesAreThere, "the shared samples are not here"))
struct HL7v2SampleTests {
    @Test("every sample is converted or refused with a reason, and what is made can be read again as R4")
    func allSamples() throws {
        let converter = try HL7v2Messages.converter()
        var converted = 0
        var refused: [String: Int] = [:]
        for file in HL7v2Messages.sampleFiles() {
            let outcome = converter.convert(hl7v2: [UInt8](try Data(contentsOf: file)))
            if let parts = outcome.parts {
                converted += 1
                #expect(parts.entries.first?.resourceType == "Composition", "\(file.lastPathComponent)")
                let value = try JSONValue(parsing: parts.bytes)
                do throws(FHIRError) { _ = try FHIR.Bundle(reading: value) } catch {
                    Testing.Issue.record("\(file.lastPathComponent): \(error)")
                }
            } else {
                #expect(!outcome.refusals.isEmpty, "\(file.lastPathComponent) was refused without a reason")
                for code in Set(outcome.refusals) { refused[code, default: 0] += 1 }
            }
        }
        #expect(converted >= 297, "refused: \(refused)")
    }
}
