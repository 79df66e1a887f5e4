package dev.symbio.contracts.journey;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.util.List;
import java.util.Optional;

/** Who may ask what. To tenants that have no part in the journey it does not exist. */
final class Admission {
    private static final int MAX_TEXT_CHARS = 4_000;

    private Admission() {}

    static Rejection notFound() {
        return Rejection.notFound("journey.not-found", "There is no such journey.");
    }

    static Rejection noSuchTask() {
        return Rejection.notFound("journey.task-unknown", "There is no such task in this journey.");
    }

    static Rejection notForYou(String who) {
        return Rejection.forbidden("journey.not-for-you", "Expected " + who + " to ask for this.");
    }

    /** A command to the whole journey, by its host. */
    static Optional<Rejection> host(Journey journey, Context context) {
        if (!journey.visibleTo(context.tenant())) {
            return Optional.of(notFound());
        }
        return context.tenant().equals(journey.host())
                ? Optional.empty()
                : Optional.of(notForYou("the host of the journey"));
    }

    static Optional<Rejection> running(Journey journey) {
        return journey.phase() == Journey.Phase.RUNNING
                ? Optional.empty()
                : Optional.of(Rejection.conflict(
                        "journey.wrong-phase",
                        "Expected a journey that is running but it is "
                                + journey.phase().word() + "."));
    }

    static Optional<Rejection> text(String pointer, String text) {
        if (text == null || text.isBlank()) {
            return Optional.of(invalid(pointer, "journey.text-missing", "Expected a text but got nothing."));
        }
        return text.length() <= MAX_TEXT_CHARS
                ? Optional.empty()
                : Optional.of(invalid(
                        pointer,
                        "journey.text-too-long",
                        "Expected at most " + MAX_TEXT_CHARS + " characters but got " + text.length() + "."));
    }

    static Rejection invalid(String pointer, String code, String detail) {
        return Rejection.invalid(code, detail, List.of(new Fault(pointer, code, detail)));
    }
}
