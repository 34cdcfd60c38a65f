import TestPKI

/// Small documents for the tests, each with a number that nobody else has.
enum TestDocument {
    /// A note in CDA with one section, filed by `institution` about `patient`.
    ///
    /// - Parameters:
    ///   - name: makes the document's id; the same name makes the same bytes.
    ///   - body: XHTML-like narrative, already escaped.
    static func cda(
        _ name: String, of institution: TestInstitution = .northHospital, about patient: TestPerson = .jaak,
        title: String = "Vastuvõtu märge", body: String = "<paragraph>Enesetunne hea.</paragraph>",
        prolog: String = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    ) -> String {
        let number = institution.identifier.dropFirst(6)
        return prolog + """
            <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              <realmCode code="EE"/>
              <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
              <templateId root="1.3.6.1.4.1.28284.6.1.1" extension="1.3.6.1.4.1.28284.6.1.1.5.11"/>
              <id root="1.3.6.1.4.1.28284.1.77009.1" extension="\(name)"/>
              <code code="18842-5" codeSystem="2.16.840.1.113883.6.1" displayName="Discharge summary"/>
              <title>\(title)</title>
              <effectiveTime value="20261001120000+0300"/>
              <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
              <languageCode code="et-EE"/>
              <setId root="1.3.6.1.4.1.28284.1.77009.2" extension="\(name)"/>
              <versionNumber value="1"/>
              <recordTarget>
                <patientRole>
                  <id root="1.3.6.1.4.1.28284.6.2.2.1" extension="\(patient.code)"/>
                  <patient>
                    <name><given>\(patient.givenName)</given><family>\(patient.surname)</family></name>
                    <administrativeGenderCode code="\(patient == .maarika ? "F" : "M")" codeSystem="2.16.840.1.113883.5.1"/>
                    <birthTime value="\(patient == .maarika ? "20000101" : patient == .jaak ? "19800108" : "19990101")"/>
                  </patient>
                </patientRole>
              </recordTarget>
              <author>
                <time value="20261001115500+0300"/>
                <assignedAuthor>
                  <id root="1.3.6.1.4.1.28284.6.2.4.9" extension="D09001"/>
                  <assignedPerson><name><given>Tiina</given><family>Tohter</family></name></assignedPerson>
                  <representedOrganization>
                    <id root="1.3.6.1.4.1.28284.4" extension="\(number)"/>
                    <name>\(institution.name)</name>
                  </representedOrganization>
                </assignedAuthor>
              </author>
              <custodian>
                <assignedCustodian>
                  <representedCustodianOrganization>
                    <id root="1.3.6.1.4.1.28284.4" extension="\(number)"/>
                    <name>\(institution.name)</name>
                  </representedCustodianOrganization>
                </assignedCustodian>
              </custodian>
              <component>
                <structuredBody>
                  <component>
                    <section>
                      <code code="8648-8" codeSystem="2.16.840.1.113883.6.1" displayName="Hospital course"/>
                      <title>Haiguse kulg</title>
                      <text>\(body)</text>
                    </section>
                  </component>
                </structuredBody>
              </component>
            </ClinicalDocument>

            """
    }

    /// An ORU^R01 with one result.
    static func oru(
        _ control: String, of institution: TestInstitution = .southHospital, about patient: TestPerson = .jaak,
        type: String = "ORU^R01^ORU_R01", patientCode: String? = nil, sending: String? = nil
    ) -> String {
        let facility = "\(sending ?? String(institution.identifier.dropFirst(6)))^1.3.6.1.4.1.28284.4^ISO"
        return [
            "MSH|^~\\&|LIS|\(facility)|ANKUR|EE|20261001101200+0300||\(type)|\(control)|P|2.5.1||||||UNICODE UTF-8",
            "PID|1||\(patientCode ?? patient.code)^^^EE&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI||\(patient.surname)^\(patient.givenName)"
                + "||\(patient == .maarika ? "20000101" : "19800108")|\(patient == .maarika ? "F" : "M")",
            "ORC|RE|O-\(control)|F-\(control)||CM||||20261001090000+0300|||D09002^Tohter^Tiina",
            "OBR|1|O-\(control)|F-\(control)|2823-3^Potassium^LN|||20261001083000+0300|||||||||D09002^Tohter^Tiina"
                + "||||||20261001100500+0300|||F",
            "OBX|1|NM|2823-3^Potassium^LN||4.1|mmol/L^mmol/L^UCUM|3.5-5.1|N|||F|||20261001083000+0300",
        ].map { $0 + "\r" }.joined()
    }
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
}
