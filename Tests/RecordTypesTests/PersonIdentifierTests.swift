import RecordTypes
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test("a personal code holds form, date and check digit", arguments: ["38001085718", "60001017869", "39901012239"])
    func goodCode(_ text: String) throws {
        #expect(try PersonalCode(text).digits == text)
    }

    @Test(
        "a personal code is refused with its reason",
        arguments: [
            ("3800108571", .wrongLength), ("380010857180", .wrongLength), ("", .wrongLength),
            ("3800108571x", .notADigit), ("38001085-18", .notADigit), ("３8001085718", .wrongLength),
            ("38001085719", .wrongCheckDigit), ("48001085718", .wrongCheckDigit),
            ("38013085718", .impossibleDate), ("38002305718", .impossibleDate), ("98001085718", .impossibleDate),
            ("08001085718", .impossibleDate),
        ] as [(String, PersonalCodeError)])
    func badCode(_ text: String, _ expected: PersonalCodeError) {
        #expect(throws: expected) { try PersonalCode(text) }
    }

    @Test("no description shows the number")
    func descriptionsHide() throws {
        let code = try PersonalCode("38001085718")
        for text in ["\(code)", "\(PersonIdentifier(code))"] {
            #expect(!text.contains("38001085718"))
        }
    }

    @Test(
        "semantics are read to the first hyphen only, and printed back",
        arguments: ["PNOEE-38001085718", "PNOLV-321922-33032", "PASEE-K1234567", "IDCBE-590082394654"])
    func semantics(_ text: String) throws {
        let person = try #require(PersonIdentifier(semantics: text))
        #expect(person.semantics == text)
    }

    @Test(
        "what is not semantics is nil",
        arguments: [
            "", "-", "PNOEE", "PNOEE-", "pnoee-38001085718", "PNOee-38001085718", "РNOEE-38001085718",
            "PNOEE38001085718",
            "XXXEE-1", "LOCZZ-1", "PNOEE- 38001085718", "PNOEE-38001085718 ", "PNOEE-3800108\u{0}5718",
        ])
    func notSemantics(_ text: String) {
        #expect(PersonIdentifier(semantics: text) == nil)
    }

    @Test(
        "institutions are NTR or VAT and a country",
        arguments: ["NTREE-90006399", "VATEE-101385685", "NTRLV-40003032949"])
    func institution(_ text: String) throws {
        #expect(try #require(InstitutionID(text)).semantics == text)
    }

    @Test(
        "what is not an institution is nil",
        arguments: [
            "", "NTREE-", "ntree-90006399", "NTREE90006399", "PNOEE-38001085718", "NTREE-9000/6399", "NTREE-\n1",
        ])
    func notInstitution(_ text: String) {
        #expect(InstitutionID(text) == nil)
    }

    @Test("a record id is 32 lower-case digits and nothing else")
    func recordID() {
        let text = "00112233445566778899aabbccddeeff"
        #expect(RecordID(text)?.description == text)
        for wrong in ["", "0", text.uppercased(), text + "0", String(text.dropLast()), "../" + text.dropFirst(3)] {
            #expect(RecordID(wrong) == nil)
        }
    }
}
