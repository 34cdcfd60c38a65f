import Gateway
import HTTPTypes
import Hummingbird
public import RecordTypes
import WebPages

extension Visit<VerifiedOfficial> {
    var visitor: Visitor {
        Visitor(name: "\(caller.citizen.givenName) \(caller.citizen.surname)", role: caller.role.rawValue)
    }

    var overseer: Overseer { .official(caller) }

    func formToken(_ forms: FormTokens) -> String {
        forms.token(for: caller.citizen.fingerprint, listener: settings.name, now: now)
    }

    /// The form that came, once it has been seen to be one of ours.
    func checkedForm(_ forms: FormTokens) async throws -> FormFields {
        let form = try await form()
        try forms.check(form[.formToken], for: caller.citizen.fingerprint, listener: settings.name, now: now)
        return form
    }
}

/// Who works where, by the register.
public typealias StaffLookup = @Sendable () -> [InstitutionID: [PersonIdentifier]]
