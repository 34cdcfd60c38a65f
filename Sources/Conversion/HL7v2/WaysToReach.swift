import FHIR

/// How the message says that somebody is reached: it may say so wherever it names them.
struct WaysToReach {
    var telecom = UniqueList<ContactPoint>()
    var address = UniqueList<Address>()
}

extension MessageMapping {
    /// Notes ways to reach a person or an organisation that was made already.
    mutating func note(_ points: [ContactPoint], _ places: [Address], of reference: Reference) {
        guard !points.isEmpty || !places.isEmpty, let url = reference.reference else { return }
        ways[url, default: WaysToReach()].telecom.append(contentsOf: points)
        ways[url, default: WaysToReach()].address.append(contentsOf: places)
    }

    /// Writes the ways that were noted into the resources, once each.
    mutating func mapWaysToReach() {
        for (url, ways) in ways {
            resources.amend(Reference(reference: url)) { resource in
                switch resource {
                case .organization(var organization):
                    (organization.telecom, organization.address) = (ways.telecom.values, ways.address.values)
                    resource = .organization(organization)
                case .practitioner(var practitioner):
                    (practitioner.telecom, practitioner.address) = (ways.telecom.values, ways.address.values)
                    resource = .practitioner(practitioner)
                default: break
                }
            }
        }
    }
}
