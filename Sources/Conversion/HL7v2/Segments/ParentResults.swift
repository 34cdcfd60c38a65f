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
struct PossibleParents {
    struct Result: Hashable {
        let code: String
        /// OBX-4; nil for all results of a code.
        let subID: String?
    }

    /// The numbers by which a child names the order it came of: the filler's decides; the placer's, which children mostly share, only where
    /// there is no other.
    enum Link: Hashable {
        case filler(String), placer(String)
    }

    /// The first result of a kind in an order, and whether it is the only one there.
    struct Candidate {
        let order: Int
        let obx: Segment
        var isOnly = true
    }

    private struct Question: Hashable {
        let link: Link?
        let result: Result
    }

    private var links: [Link: Set<Int>] = [:]
    private var results: [Result: [Candidate]] = [:]
    private var positions: [Result: [Int: Int]] = [:]
    private var answers: [Question: [Candidate]] = [:]
    /// How many candidates were looked at, for the tests.
    private(set) var looks = 0

    init(_ orders: [MessageGroups.Order]) {
        for (number, order) in orders.enumerated() where order.obr != nil {
            for placer in order.numbers(2) { links[.placer(placer), default: []].insert(number) }
            for filler in order.numbers(3) { links[.filler(filler), default: []].insert(number) }
            for obx in order.observations.map(\.obx) {
                guard let code = obx[3].text else { continue }
                note(obx, as: Result(code: code, subID: nil), in: number)
                guard let subID = obx[4].wholeText else { continue }
                note(obx, as: Result(code: code, subID: subID), in: number)
            }
        }
    }

    private mutating func note(_ obx: Segment, as result: Result, in order: Int) {
        if let position = positions[result]?[order] {
            results[result]?[position].isOnly = false
        } else {
            positions[result, default: [:]][order] = results[result]?.count ?? 0
            results[result, default: []].append(Candidate(order: order, obx: obx))
        }
    }

    /// EIP.
    static func link(_ pair: Repetition) -> Link? {
        if let filler = pair[2][1] { return .filler(filler) }
        return pair[1][1].map { .placer($0) }
    }

    func orders(_ link: Link) -> Set<Int> { links[link] ?? [] }

    /// PRL: OBX-3 and, where it is given, OBX-4 of the parent.
    ///
    /// - Returns: the first two orders other than the child's own that hold such a result: more than one can be meant then.
    /// - Complexity: what a link and a result have in common is looked for once, whichever child asks.
    mutating func candidates(_ parent: Repetition, linked link: Link?, not child: Int) -> [Candidate] {
        guard parent.hasValue, let code = parent[1][1] else { return [] }
        let question = Question(link: link, result: Result(code: code, subID: parent[2].wholeText))
        let known = answers[question] ?? search(question)
        answers[question] = known
        return Array(known.filter { $0.order != child }.prefix(2))
    }

    /// The first three, of which one may be the child's own.
    private mutating func search(_ question: Question) -> [Candidate] {
        let all = results[question.result] ?? []
        guard let link = question.link else { return Array(all.prefix(3)) }
        let linked = links[link] ?? []
        var found: [Candidate] = []
        if linked.count < all.count {
            for order in linked.sorted() where found.count < 3 {
                looks += 1
                if let position = positions[question.result]?[order] { found.append(all[position]) }
            }
        } else {
            for candidate in all where found.count < 3 {
                looks += 1
                if linked.contains(candidate.order) { found.append(candidate) }
            }
        }
        return found
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
        var possible = PossibleParents(groups.orders)
        for number in children {
            let order = groups.orders[number]
            guard let obr = order.obr else { continue }
            let result = obr[26][1]
            let named = parentNumbers(order)
            let link = named.flatMap { PossibleParents.link($0) }
            let linked = named.map { _ in link.map { possible.orders($0) } ?? [] }
            // A parent that is named by nothing but a name space is none of those here.
            let isElsewhere = named != nil && link == nil
            let parents = isElsewhere ? [] : possible.candidates(result, linked: link, not: number)
            let others = linked.map { $0.count - ($0.contains(number) ? 1 : 0) }
            let only = others == 1 ? linked?.first { $0 != number } : nil
            if let parent = parents.first?.order ?? only, parents.count < 2 {
                parentage.orders[obr.position] = groups.orders[parent]
            }
            guard result.hasValue else { continue }
            if parents.count == 1, parents[0].isOnly, let parent = parents.first?.obx {
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
