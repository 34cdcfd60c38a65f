import FHIR
import HL7v2
import RecordTypes

/// Which results are about which: the susceptibilities of an isolate name it in OBR-26, and its order in OBR-29 or ORC-8 (HL7 v2 7.4.1.26).
struct Parentage {
    /// Places of OBX of child orders, by the OBX they are about.
    fileprivate(set) var members: [String: [Issue.HL7Place]] = [:]
    /// Orders whose children's OBX-5 alone tell what they are about, by OBR.
    fileprivate(set) var told: [String: String] = [:]
    /// The order that an order came of, by OBR.
    fileprivate(set) var orders: [String: MessageGroups.Order] = [:]
}

extension MessageMapping {
    /// Finds for each child order the one result it is about. Where there is none, or more than one could be meant, the words of OBR-26 stand
    /// on each of its results.
    mutating func findParents() {
        for (number, order) in groups.orders.enumerated() {
            guard let obr = order.obr else { continue }
            let result = obr[26][1]
            let link = parentNumbers(order)
            guard result.hasValue || link != nil else { continue }
            let others = groups.orders.enumerated().filter { $0.offset != number && $0.element.obr != nil }
                .map(\.element)
            let linked = link.map { link in others.filter { Self.isMeant($0, by: link) } }
            let parents = (linked ?? others).flatMap { parent in
                parent.observations.map(\.obx).filter { Self.isMeant($0, by: result) }.map { (parent, $0) }
            }
            if let parent = parents.first?.0 ?? (linked?.count == 1 ? linked?.first : nil),
                parents.allSatisfy({ $0.0.obr?.place == parent.obr?.place })
            {
                parentage.orders[obr.place.text] = parent
            }
            guard result.hasValue else { continue }
            if parents.count == 1, let parent = parents.first?.1 {
                parentage.members[parent.place.text, default: []] += order.observations.map(\.obx).filter {
                    $0[3].hasValue && !["ED", "RP"].contains($0[2].text ?? "")
                }.map(\.place)
            } else if let words = result[3].wholeText ?? result[1][2] ?? result[1][1] {
                parentage.told[obr.place.text] = words
            }
        }
    }

    /// OBR-29, else ORC-8: EIP of the parent's placer and filler number.
    private func parentNumbers(_ order: MessageGroups.Order) -> Repetition? {
        [order.obr?[29], order.orc?[8]].compactMap { $0?[1] }.first { $0.hasValue }
    }

    /// The filler's number decides; the placer's, which children mostly share, only where there is no other.
    private static func isMeant(_ order: MessageGroups.Order, by link: Repetition) -> Bool {
        if let filler = link[2][1] { return order.numbers(3).contains(filler) }
        return link[1][1].map { order.numbers(2).contains($0) } ?? false
    }

    /// PRL: OBX-3 and OBX-4 of the parent, and its value in words where those leave more than one.
    private static func isMeant(_ obx: Segment, by result: Repetition) -> Bool {
        guard result.hasValue, let code = result[1][1], obx[3].text == code else { return false }
        guard result[2].hasValue else { return true }
        return obx[4].wholeText == result[2].wholeText
    }

    /// What an OBX has as its parts.
    func members(of obx: Segment) -> [Reference] {
        (parentage.members[obx.place.text] ?? []).map {
            Reference(reference: "urn:uuid:" + uuid(Observation.resourceType, of: $0))
        }
    }

    /// The order that this one came of: the ServiceRequest in the same message, else its number.
    func parentRequest(of order: MessageGroups.Order) -> [Reference] {
        if let obr = order.obr, let parent = parentage.orders[obr.place.text], let place = parent.obr?.place {
            return [Reference(reference: "urn:uuid:" + uuid(ServiceRequest.resourceType, of: place))]
        }
        guard let link = parentNumbers(order) else { return [] }
        let number = entityIdentifier(link[2], type: "FILL") ?? entityIdentifier(link[1], type: "PLAC")
        return number.map { [Reference(type: ServiceRequest.resourceType, identifier: $0)] } ?? []
    }
}
