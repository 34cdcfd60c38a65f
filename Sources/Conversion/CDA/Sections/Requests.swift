import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// Anything planned, asked for or promised → ServiceRequest: never something done.
    mutating func request(_ statement: ClinicalStatement, in context: SectionContext) -> Reference {
        let intent: ServiceRequest.Intent =
            switch statement.mood {
            case .request?, .appointmentRequest?: .order
            case .proposal?, .promise?: .proposal
            default: .plan
            }
        var resource = ServiceRequest(
            status: mapped("request-status", statement.statusCode).flatMap(RequestStatus.init(rawValue:)) ?? .active,
            intent: intent, subject: patient)
        resource.identifier = identifiers(statement.ids)
        resource.encounter = encounter
        resource.basedOn = basis(of: statement, allowed: ["CarePlan", "ServiceRequest", "MedicationRequest"])
        if statement.isNegated { resource.doNotPerform = true }
        resource.code = concept(statement.code) ?? text(of: statement).map { CodeableConcept(text: $0) }
        for value in statement.values {
            if case .concept(let concept) = AnyValue(value), let detail = self.concept(concept) {
                resource.orderDetail.append(detail)
            }
            if case .text(let data) = AnyValue(value),
                let words = text(of: data)
            {
                resource.orderDetail.append(CodeableConcept(text: words))
            }
            if case .quantity(let source) = AnyValue(value), let quantity = quantity(source) {
                resource.quantity = .quantity(quantity)
            }
        }
        if resource.code == nil, resource.orderDetail.isEmpty {
            // QRDA and C-CDA name a device that is asked for as the product of the supply only.
            let product = statement.participants.first { $0.typeCode == "PRD" }?.role?.playingEntity
            resource.code = concept(product?.child(.code).map(ConceptDescriptor.init))
        }
        if resource.code == nil, let first = resource.orderDetail.first {  // prr-1: detail only with a code
            resource.code = first
            resource.orderDetail.removeFirst()
        } else if resource.code == nil {
            resource.code = CodeableConcept(text: "unknown")
        }
        if let quantity = quantity(statement.element.child(.quantity).map({ PhysicalQuantity($0) })) {
            resource.quantity = .quantity(quantity)
        }
        switch time(statement.effectiveTime) {
        case .dateTime(let text)?: resource.occurrence = .dateTime(text)
        case .period(let period)?: resource.occurrence = .period(period)
        case nil: break
        }
        resource.authoredOn = recordedTime(statement)
        resource.requester = recorder(statement)
        resource.performer = performers(statement)
        resource.bodySite = concepts(statement.targetSites)
        resource.priority = requestPriority(statement)
        if resource.priority == nil { resource.extension += priorityExtension(statement) }
        if let method = joined(statement.methods) { resource.orderDetail.append(method) }
        for participant in statement.participants where participant.typeCode == "LOC" {
            guard let role = participant.role else { continue }
            take(participant)
            resource.locationReference.append(place(role))
        }
        resource.supportingInfo = externalDocuments(of: statement)
        if let specimen = specimen(statement) { resource.specimen = [specimen] }
        if statement.performers.isEmpty == false {
            let functions = concepts(statement.performers.compactMap(\.functionCode))
            resource.performerType = functions.first
        }
        (resource.reasonCode, resource.reasonReference) = reasons(statement)
        for instruction in takeRelated(statement, [.instruction]) {
            resource.patientInstruction = resource.patientInstruction ?? text(of: instruction)
        }
        resource.note = notes(statement)
        return add(&resource, from: statement)
    }

    /// priorityCode as far as R4 has a code for it.
    func requestPriority(_ statement: ClinicalStatement) -> RequestPriority? {
        guard let code = statement.priorityCode, code.codeSystem == "2.16.840.1.113883.5.7" else { return nil }
        let priority: RequestPriority
        switch code.code {
        case "S"?, "EM"?: priority = .stat
        case "A"?: priority = .asap
        case "UR"?: priority = .urgent
        case "R"?: priority = .routine
        default: return nil
        }
        reached.insert(code.element)
        return priority
    }

    /// An observation in goal mood → Goal.
    mutating func goal(_ statement: ClinicalStatement) -> Reference {
        let status: Goal.LifecycleStatus =
            switch statement.statusCode {
            case "nullified"?: .enteredInError
            case _ where statement.isNegated: .rejected
            case "completed"?: .completed
            case "cancelled"?, "aborted"?: .cancelled
            case "held"?, "suspended"?: .onHold
            default: .active
            }
        let values = statement.values.map { AnyValue($0) }
        let material = statement.manufacturedProduct?.child(.manufacturedMaterial)
        var description = concept(statement.code) ?? concept(material?.child(.code).map(ConceptDescriptor.init))
        var detail: Goal.Target.Detail?
        for value in values {
            switch value {
            case .concept(let concept): detail = self.concept(concept).map { .codeableConcept($0) }
            case .quantity(let source): detail = quantity(source).map { .quantity($0) }
            case .quantityInterval(let source):
                switch interval(source) {
                case .quantity(let quantity)?: detail = .quantity(quantity)
                case .range(let range)?: detail = .range(range)
                case nil: break
                }
            case .text(let data):
                let words = text(of: data)
                if let words { description = CodeableConcept(coding: description?.coding ?? [], text: words) }
            default: continue
            }
        }
        if let words = text(of: statement), description?.text == nil {
            description = CodeableConcept(coding: description?.coding ?? [], text: words)
        }
        var resource = Goal(
            lifecycleStatus: status, description: description ?? CodeableConcept(text: "unknown"), subject: patient)
        resource.identifier = identifiers(statement.ids)
        resource.addresses = addressed(by: statement)
        if let start = date(statement.effectiveTime?.low ?? statement.effectiveTime?.value) {
            resource.start = .date(start)
        }
        let due = date(statement.effectiveTime?.high)
        if detail != nil || due != nil {
            var target = Goal.Target(due: due.map { .date($0) })
            if let detail {
                target.detail = detail
                target.measure = concept(statement.code)  // gol-1
            }
            resource.target = [target]
        }
        resource.expressedBy = statement.authors.lazy.compactMap { $0.entity }.first.flatMap { actor($0) }
            .flatMap { somebody($0) }
        resource.note = notes(statement)
        resource.priority = concept(statement.priorityCode)
        return add(&resource, from: statement)
    }
}
