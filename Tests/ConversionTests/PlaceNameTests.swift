import RecordTypes
import Testing

@testable import Conversion

private typealias Place = RecordTypes.Issue.HL7Place

@Suite("The place in a resource's name")
struct PlaceNameTests {
    @Test(
        "is written as in findings",
        arguments: [
            Place(segment: "PID"), Place(segment: "OBX", sequence: 1_207, field: 5),
            Place(segment: "PID", field: 3, repetition: 1, component: 4),
            Place(segment: "PID", field: 11, repetition: 12, component: 10, subcomponent: 2),
            Place(segment: "ZZZ", sequence: 0, field: -1, repetition: 2),
        ])
    fileprivate func name(_ place: Place) {
        var name: [UInt8] = []
        place.append(to: &name)
        #expect(String(decoding: name, as: UTF8.self) == place.text)
    }
}
