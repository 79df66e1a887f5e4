package dev.symbio.gateway.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The problems that follow from what an endpoint takes and needs, so that no declaration has to repeat them. */
final class DerivedProblems {
    private DerivedProblems() {}

    static List<ProblemType> withDerived(Endpoint.Builder<?> declared) {
        Set<ProblemType> all = new LinkedHashSet<>(declared.problems);
        // every query string can carry a parameter that is not declared
        all.add(Problems.INVALID_PARAMETER);
        all.add(Problems.ILLEGAL_REQUEST);
        all.add(Problems.URI_TOO_LONG);
        all.add(Problems.HEADERS_TOO_LARGE);
        all.add(Problems.SERVER_ERROR);
        all.add(Problems.SERVER_TIMED_OUT);
        all.add(Problems.STARTING);
        all.add(Problems.BUSY);
        all.add(Problems.STORE_UNAVAILABLE);
        if (declared.admission != Endpoint.Admission.OPEN) {
            all.addAll(List.of(
                    Problems.UNAUTHENTICATED, Problems.DENIED, Problems.RATE_LIMITED, Problems.ISSUER_UNAVAILABLE));
            if (declared.verb == Verb.POST) {
                all.addAll(List.of(Problems.KEY_MISSING, Problems.KEY_INVALID));
            }
        }
        if (declared.bodyKind != Endpoint.BodyKind.NONE) {
            all.addAll(List.of(
                    Problems.MALFORMED_BODY,
                    Problems.INVALID_BODY,
                    Problems.BODY_TIMEOUT,
                    Problems.TOO_LARGE,
                    Problems.UNSUPPORTED_MEDIA_TYPE));
        }
        if (declared.commandsEntity) {
            all.addAll(List.of(Problems.ENTITY_QUARANTINED, Problems.ENTITY_UNAVAILABLE, Problems.ENTITY_TIMED_OUT));
            if (declared.verb.changes()) {
                all.addAll(List.of(Problems.KEY_REUSED, Problems.STALE, Problems.IF_MATCH_INVALID));
            }
        }
        return List.copyOf(new ArrayList<>(all));
    }
}
