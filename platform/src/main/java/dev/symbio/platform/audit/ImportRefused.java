package dev.symbio.platform.audit;

import java.util.List;

/** An export cannot be written into this system; nothing more was written. */
public final class ImportRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Verifier.Finding> findings;

    ImportRefused(String message) {
        this(message, List.of());
    }

    ImportRefused(String message, List<Verifier.Finding> findings) {
        super(message);
        this.findings = List.copyOf(findings);
    }

    /** What does not hold in the file; none when the reason is another. */
    public List<Verifier.Finding> findings() {
        return findings;
    }
}
