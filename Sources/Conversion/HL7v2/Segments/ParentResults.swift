import FHIR
import HL7v2
import RecordTypes

/// Which results are about which: the susceptibilities of an isolate name it in OBR-26, and its order in OBR-29 or ORC-8 (HL7 v2 7.4.1.26).
struct Parentage {
    /// Places of OBX of child orders, by the position of the OBX they are about.
    fileprivate(set) var members: [Int: [Issue.HL7Place]] = [:]
    /// Orders whose children's OBX-5 alone tell what they are about, by the position of OBR.
    fileprivate(set) var told: [Int: String] = [:]
    /// The order that an order came of, by the position of OBR.
    fileprivate(set) var orders: [Int: MessageGroups.Order] = [:]
}

/// The orders of a message by their numbers, and their results by what they are: a message may have thousands of children.
private struct PossibleParents {
    struct Result: Hashable {
        let code: String
        /// OBX-4; nil for all results of a code.
        let subID: String?
    }

    private var placers: [String: Set<Int>] = [:]
    private var fillers: [String: Set<Int>] = [:]
    private var results: [Result: [(order: Int, obx: Segment)]] = [:]

    init(_ orders: [MessageGroups.Order]) {
        for (number, order) in orders.enumerated() where order.obr != nil {
            for placer in order.numbers(2) { placers[placer, default: []].insert(number) }
            for filler in order.numbers(3) { fillers[filler, default: []].insert(number) }
            for obx in order.observations.map(\.obx) {
                guard let code = obx[3].text else { continue }
                results[Result(code: code, subID: nil), default: []].append((number, obx))
                guard let subID = obx[4].wholeText else { continue }
                results[Result(code: code, subID: subID), default: []].append((number, obx))
            }
        }
    }

    /// EIP: the filler's number decides; the placer's, which children mostly share, only where there is no other.
    func orders(_ link: Repetition) -> Set<Int> {
        if let filler = link[2][1] { return fillers[filler] ?? [] }
        return link[1][1].flatMap { placers[$0] } ?? []
    }

    /// PRL: OBX-3 and, where it is given, OBX-4 of the parent.
    func results(_ parent: Repetition) -> [(order: Int, obx: Segment)] {
        guard parent.hasValue, let code = parent[1][1] else { return [] }
        return results[Result(code: code, subID: parent[2].wholeText)] ?? []
    }
}

extension MessageMapping {
    /// Finds for each child order the one result it is about. Where there is none, or more than one could be meant, the words of OBR-26 stand
    /// on each of its results.
    mutating func findParents() {
        let children = groups.orders.indices.filter { at in
            groups.orders[at].obr?[26][1].hasValue == true || parentNumbers(groups.orders[at]) != nil
        }
        guard !children.isEmpty else { return }
        let possible = PossibleParents(groups.orders)
        for number in children {
            let order = groups.orders[number]
            guard let obr = order.obr else { continue }
            let result = obr[26][1]
            let linked = parentNumbers(order).map { possible.orders($0) }
            let parents = possible.results(result).filter {
                $0.order != number && linked?.contains($0.order) != false
            }
            let others = linked.map { $0.count - ($0.contains(number) ? 1 : 0) }
            let only = others == 1 ? linked?.first { $0 != number } : nil
            if let parent = parents.first?.order ?? only, parents.allSatisfy({ $0.order == parent }) {
                parentage.orders[obr.position] = groups.orders[parent]
            }
            guard result.hasValue else { continue }
            if parents.count == 1, let parent = parents.first?.obx {
                parentage.members[parent.position, default: []] += order.observations.map(\.obx).filter {
                    $0[3].hasValue && !["ED", "RP"].contains($0[2].text ?? "")
                }.map(\.place)
            } else if let words = result[3].wholeText ?? result[1][2] {
                parentage.told[obr.position] = words
            } else {
                report(
                    .information, "hl7-parent-result", .notFound,
                    "The result that an order is about is not in the message, and named by a code only; the source holds it.",
                    at: obr[26].place, rule: "HL7 v2 7.4.1.26", remedy: "Send the parent's value in OBR-26.3.")
            }
        }
    }

    /// OBR-29, else ORC-8: EIP of the parent's placer and filler number.
    private func parentNumbers(_ order: MessageGroups.Order) -> Repetition? {
        [order.obr?[29], order.orc?[8]].compactMap { $0?[1] }.first { $0.hasValue }
    }

    /// What an OBX has as its parts.
    func members(of obx: Segment) -> [Reference] {
        (parentage.members[obx.position] ?? []).map { reference(Observation.resourceType, of: $0) }
    }

    /// The order that this one came of: the ServiceRequest in the same message, else its number.
    func parentRequest(of order: MessageGroups.Order) -> [Reference] {
        if let obr = order.obr, let parent = parentage.orders[obr.position], let place = parent.obr?.place {
            return [reference(ServiceRequest.resourceType, of: place)]
        }
        guard let link = parentNumbers(order) else { return [] }
        let number = entityIdentifier(link[2], type: "FILL") ?? entityIdentifier(link[1], type: "PLAC")
        return number.map { [Reference(type: ServiceRequest.resourceType, identifier: $0)] } ?? []
    }
}
