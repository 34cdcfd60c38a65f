/// What the workbench says about hidden looks, and what a person reads beside one that has appeared.
struct HidingWords: Sendable {
    let toHiding, title, lead, form, show, propose, proposeHint, person, personHint, institution, until, approve: String
    let approveHint, revoke, revokeHint, none, order, basis, officials, end, looks, proposed, inForce, over: String
    let wasHidden, wait, notShown: String
    let deleted: @Sendable (Int) -> String
}

extension Words {
    var hiding: HidingWords {
        switch language {
        case "et": .estonian
        case "ru": .russian
        default: .english
        }
    }
}

extension HidingWords {
    static let english = HidingWords(
        toHiding: "Hidden looks", title: "Hidden looks",
        lead:
            "An investigating institution's looks for the law may be hidden from the person: by two officials, with the legal basis, for a year at most. What is hidden appears by itself at the end, with its basis. No order can be deleted.",
        form: "The orders", show: "Show the orders", propose: "Propose an order",
        proposeHint: "The law and the court's or prosecutor's decision, on one line.", person: "Whose records",
        personHint: "A personal code, or PNOEE-… as in a certificate.", institution: "Whose looks",
        until: "Hidden until", approve: "Approve",
        approveHint: "Another official than who proposed it. Looks are hidden from now on.", revoke: "End it now",
        revokeHint: "Why, on one line. What was hidden appears at once.", none: "There is no order.", order: "Order",
        basis: "Legal basis", officials: "Officials", end: "Until", looks: "Hidden, of them shown since",
        proposed: "waits for a second official", inForce: "in force", over: "over",
        wasHidden: "Hidden from you by law:", wait: "until",
        notShown:
            "Not shown by this: a look that is hidden by law now, by an order of two officials. It becomes yours, with its basis, when the order ends: within a year.",
        deleted: { "\($0) looks were deleted by the rule of retention. That they were made can still be proved." })

    static let estonian = HidingWords(
        toHiding: "Varjatud vaatamised", title: "Varjatud vaatamised",
        lead:
            "Uurimisasutuse vaatamisi seaduse alusel võib inimese eest varjata: kaks ametnikku, õiguslik alus, kõige rohkem aasta. Varjatu ilmub lõpus ise koos alusega. Ühtki korraldust ei saa kustutada.",
        form: "Korraldused", show: "Näita korraldusi", propose: "Esita korraldus",
        proposeHint: "Seadus ja kohtu või prokuröri otsus, ühel real.", person: "Kelle andmed",
        personHint: "Isikukood või PNOEE-… nagu sertifikaadis.", institution: "Kelle vaatamised",
        until: "Varjatud kuni", approve: "Kinnita",
        approveHint: "Teine ametnik kui esitaja. Vaatamised on nüüdsest varjatud.", revoke: "Lõpeta kohe",
        revokeHint: "Miks, ühel real. Varjatu ilmub kohe.", none: "Korraldusi ei ole.", order: "Korraldus",
        basis: "Õiguslik alus", officials: "Ametnikud", end: "Kuni", looks: "Varjatud, neist hiljem näidatud",
        proposed: "ootab teist ametnikku", inForce: "kehtib", over: "lõppenud",
        wasHidden: "Seaduse alusel Sinu eest varjatud:", wait: "kuni",
        notShown:
            "Seda see ei näita: vaatamist, mis on praegu seaduse alusel kahe ametniku korraldusega varjatud. See ilmub koos alusega, kui korraldus lõpeb: aasta jooksul.",
        deleted: { "\($0) vaatamist on säilitusreegli järgi kustutatud. Et need toimusid, saab endiselt tõendada." })

    /// The workbench is Estonian to Russian readers; a person's own page is not.
    static let russian = HidingWords(
        toHiding: estonian.toHiding, title: estonian.title, lead: estonian.lead, form: estonian.form,
        show: estonian.show, propose: estonian.propose, proposeHint: estonian.proposeHint, person: estonian.person,
        personHint: estonian.personHint, institution: estonian.institution, until: estonian.until,
        approve: estonian.approve, approveHint: estonian.approveHint, revoke: estonian.revoke,
        revokeHint: estonian.revokeHint, none: estonian.none, order: estonian.order, basis: estonian.basis,
        officials: estonian.officials, end: estonian.end, looks: estonian.looks, proposed: estonian.proposed,
        inForce: estonian.inForce, over: estonian.over, wasHidden: "Было скрыто от Вас по закону:", wait: "до",
        notShown:
            "Этого здесь не видно: просмотра, который сейчас скрыт по закону распоряжением двух должностных лиц. Он появится с основанием, когда распоряжение закончится: в течение года.",
        deleted: { "Просмотров, удалённых по правилу хранения: \($0). То, что они были, по-прежнему можно доказать." })
}
