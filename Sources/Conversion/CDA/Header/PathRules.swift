import Profiles
import XMLReader

extension PathRule {
    /// Where a document breaks the rule: the places that lack what is required, and what is there though it is forbidden.
    ///
    /// At most ``mostBreaches`` are told: a rule about a list need not be told for each of its lines.
    /// - Complexity: a walk over the document for each `//`.
    func breaches(in root: XMLElement) -> [XMLElement] {
        let places = each.map { path in
            var found: [XMLElement] = []
            path.select(from: root) { element, _ in found.append(element) }
            return found
        }
        var breaches: [XMLElement] = []
        for place in places ?? [root] where breaches.count < Self.mostBreaches {
            if let requires {
                var holds = false
                requires.select(from: place) { _, value in
                    if oneOf.isEmpty || value.map({ oneOf.contains($0) }) == true { holds = true }
                }
                if !holds { breaches.append(place) }
            }
            forbids?.select(from: place) { element, _ in
                if breaches.count < Self.mostBreaches { breaches.append(element) }
            }
        }
        return breaches
    }

    private static let mostBreaches = 100
}

extension RulePath {
    /// Calls `take` with each element that the path leads to, or with the element that bears the attribute and its value.
    ///
    /// A path that ends in elements gives their own text as value. Order of the document.
    func select(from element: XMLElement, _ take: (XMLElement, String?) -> Void) {
        select(from: element, steps[...], take)
    }

    private func select(
        from element: XMLElement, _ rest: ArraySlice<Step>, _ take: (XMLElement, String?) -> Void
    ) {
        guard let step = rest.first else {
            if let attribute {
                if let value = element.attribute(attribute), !value.isEmpty { take(element, value) }
            } else {
                take(element, element.ownText)
            }
            return
        }
        for child in element.children {
            if step.fits(child) { select(from: child, rest.dropFirst(), take) }
            if step.descends { select(from: child, rest, take) }
        }
    }
}

extension RulePath.Step {
    fileprivate func fits(_ element: XMLElement) -> Bool {
        if let name, element.localName != name { return false }
        return tests.allSatisfy { test in
            var holds = false
            test.path.select(from: element) { _, value in
                if test.value == nil || value == test.value { holds = true }
            }
            return holds
        }
    }
}
