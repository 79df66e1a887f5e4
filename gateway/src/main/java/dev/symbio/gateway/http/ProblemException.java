package dev.symbio.gateway.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends the handling of a request with a problem answer. Carries no stack trace: it reports the caller's fault, not ours. */
public final class ProblemException extends RuntimeException {
    /** More places than these help nobody. */
    static final int MAX_FAULTS_TOLD = 100;

    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient List<Problem.Fault> faults;
    private final transient long faultCount;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /** @param faultCount how many there were, if not all were kept */
    ProblemException(ProblemType type, String detail, List<Problem.Fault> faults, long faultCount) {
        super(detail, null, false, false);
        this.type = type;
        this.faults = List.copyOf(faults.subList(0, Math.min(faults.size(), MAX_FAULTS_TOLD)));
        this.faultCount = faultCount;
    }

    private boolean isCut() {
        return faultCount > faults.size();
    }

    public ProblemType type() {
        return type;
    }

    /** The first {@value #MAX_FAULTS_TOLD}. */
    public List<Problem.Fault> faults() {
        return faults;
    }

    ProblemException withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Tells the caller that repeating the request later, with the same Idempotency-Key, is safe and may help. */
    public ProblemException retryAfterSeconds(long seconds) {
        return withHeader("Retry-After", Long.toString(seconds));
    }

    Map<String, String> headers() {
        return headers;
    }

    Problem problem(@Nullable String instance) {
        return new Problem(
                Problem.TYPE_PREFIX + type.code(),
                type.title(),
                type.status(),
                type.code(),
                isCut()
                        ? getMessage() + " These are the first " + faults.size() + " of " + faultCount + " faults."
                        : getMessage(),
                instance,
                faults.isEmpty() ? null : faults);
    }
}
