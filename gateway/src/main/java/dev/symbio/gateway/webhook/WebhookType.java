package dev.symbio.gateway.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an endpoint can be told. The public name is the CloudEvents type and a promise to receivers. */
public enum WebhookType {
    /** The debtor owes the creditor an amount; for finance systems. */
    PAYMENT_DUE("symbio.sla.payment-due.v1"),
    STATEMENT_ISSUED("symbio.sla.statement-issued.v1"),
    STATEMENT_ACCEPTED("symbio.sla.statement-accepted.v1"),
    EARLY_WARNING_RAISED("symbio.sla.early-warning-raised.v1"),
    /** One entry of somebody's inbox, when the tenant's people are told at once. */
    NOTICE("symbio.inbox.notice.v1"),
    /** What one person had not read when a digest was due. */
    DIGEST("symbio.inbox.digest.v1"),
    /** A signed checkpoint over all chains of a tenant: its own, or of a partner that hosts something it sees. */
    CHECKPOINT("symbio.audit.checkpoint.v1");

    private final String publicName;

    WebhookType(String publicName) {
        this.publicName = publicName;
    }

    public String publicName() {
        return publicName;
    }

    public static Optional<WebhookType> named(String publicName) {
        return Arrays.stream(values())
                .filter(type -> type.publicName.equals(publicName))
                .findFirst();
    }

    public static List<String> publicNames() {
        return Arrays.stream(values()).map(WebhookType::publicName).toList();
    }
}
