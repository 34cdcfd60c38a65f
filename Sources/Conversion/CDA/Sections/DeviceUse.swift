import CDA
import FHIR
import RecordTypes
import XMLReader

extension CDAMapping {
    /// A supply of something that is no medicine, or an observation of a device → DeviceUseStatement with its Device.
    mutating func deviceUse(_ statement: ClinicalStatement) -> Reference {
        var products = statement.participants.filter { participant in
            participant.role?.element.child(.playingDevice) != nil || participant.typeCode == "PRD"
                || participant.typeCode == "DEV"
        }
        let device: Reference
        if let first = products.first, let role = first.role {
            products.removeFirst()
            take(first)
            device = productInstance(role)
        } else {
            var resource = Device()
            resource.type = concept(statement.code) ?? text(of: statement).map { CodeableConcept(text: $0) }
            resource.patient = patient
            device = add(&resource, uuid: name("Device", at: statement.element))
        }
        let status: DeviceUseStatement.Status =
            switch statement.statusCode {
            case "nullified"?: .enteredInError
            case "active"?: .active
            case "aborted"?: .stopped
            case "held"?, "suspended"?: .onHold
            // That the supply is completed says that the device was handed over; whether it is used no more only the end of its time tells.
            default: statement.isNegated || hasEnded(statement.effectiveTime) ? .completed : .active
            }
        var resource = DeviceUseStatement(status: status, subject: patient, device: device)
        resource.identifier = identifiers(statement.ids)
        switch time(statement.effectiveTime) {
        case .dateTime(let text)?: resource.timing = .dateTime(text)
        case .period(let period)?: resource.timing = .period(period)
        case nil: break
        }
        resource.recordedOn = recordedTime(statement)
        resource.bodySite = joined(statement.targetSites)
        if let code = concept(statement.code) {
            resource.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
        }
        if let quantity = quantity(statement.element.child(.quantity).map({ PhysicalQuantity($0) })) {
            resource.extension.append(Extension(url: ExtensionURL.amount, value: .quantity(quantity)))
        }
        if statement.isNegated {
            resource.modifierExtension.append(Extension(url: ExtensionURL.negatedValue, value: .boolean(true)))
        }
        (resource.reasonCode, resource.reasonReference) = reasons(statement)
        resource.note = notes(statement)
        return add(&resource, from: statement)
    }
}
