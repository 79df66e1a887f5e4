package dev.symbio.contracts.journey;

/** What can be asked of a template, by the tenant that it belongs to. */
public sealed interface TemplateCommand {
    /** Writes the first version. */
    record Create(TemplateContent content) implements TemplateCommand {}

    /** Writes the next version; journeys that have started keep theirs. */
    record Revise(TemplateContent content) implements TemplateCommand {}

    /** No journey starts from it any more. */
    record Retire() implements TemplateCommand {}
}
