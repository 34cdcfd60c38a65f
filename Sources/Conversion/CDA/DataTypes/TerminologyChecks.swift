import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// Compares a code with what the profiles know of its list: the version in force, the form and the codes that there are.
    ///
    /// A code that a whole list does not hold loses its system in the output, and keeps it as an extension: R4 would say of it what is
    /// not so. Neither makes the document worse than a warning.
    mutating func check(_ coding: inout Coding, against list: Terminology, at element: XMLElement) {
        guard let code = coding.code else { return }
        if let sent = coding.version, list.isOlder(sent), let version = list.version {
            let until = list.acceptedUntil.map { "accepted until \($0)" } ?? "accepted"
            findings.addOnce(
                list.system + "|" + sent, .warning, "cda-terminology-version", .codeInvalid,
                "The code is of version \(sent) of \(list.name); version \(version) is in force, older ones are \(until).",
                at: element, rule: "profiles: terminologies.tsv", remedy: "Send codes of version \(version).")
        }
        if coding.display != nil, let display = profiles.display(of: code, system: list.system) {
            coding.display = display
        }
        let hasOtherForm = list.form.map { !$0.fits(code) } ?? false
        let isMissing = list.isComplete && !profiles.holds(code: code, system: list.system)
        guard hasOtherForm || isMissing else { return }
        var homes = profiles.terminologies(holding: code).filter { $0.system != list.system }.map(\.name)
        if homes.isEmpty {
            homes = [Terminology.Form.loinc, .sctid].filter { $0 != list.form && $0.fits(code) }.map(\.name)
        }
        if homes.isEmpty {
            findings.add(
                .warning, "cda-unknown-code", .codeInvalid, "The code is none of \(list.name).", at: element,
                rule: "profiles: codes of \(list.system)", remedy: "Send a code of \(list.name).")
        } else {
            findings.add(
                .warning, "cda-wrong-code-system", .codeInvalid,
                "The code exists in \(homes.joined(separator: ", ")); it was sent as one of \(list.name).", at: element,
                rule: "profiles: codes of \(list.system)", remedy: "Send codeSystem of the list that the code is from.")
        }
        guard isMissing else { return }
        if let sent = element.attribute("codeSystem") {
            coding.extension.append(Extension(url: ExtensionURL.codeSystem, value: .string(sent)))
        }
        (coding.system, coding.version) = (nil, nil)
    }
}

extension Terminology.Form {
    fileprivate var name: String {
        switch self {
        case .loinc: "LOINC"
        case .sctid: "SNOMED CT"
        }
    }
}
