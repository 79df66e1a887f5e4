package dev.symbio.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An endpoint's secret and the signature made with it, after Standard Webhooks 1.0: HMAC-SHA256 over {@code
 * id.timestamp.body} with the decoded bytes of the secret. It does not print itself.
 */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final String text;
    private final SecretKeySpec key;

    private WebhookSecret(String text) {
        this.text = text;
        key = new SecretKeySpec(Base64.getDecoder().decode(text.substring(PREFIX.length())), ALGORITHM);
    }

    static WebhookSecret create(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    static WebhookSecret of(String text) {
        return new WebhookSecret(text);
    }

    /** Whose secret it is, for {@link dev.symbio.platform.personal.SealedSecrets}. */
    static String rowOf(String tenant, String endpoint) {
        return "webhook_endpoint " + tenant + " " + endpoint;
    }

    /** The secret itself: for the database, sealed, and for its owner once. */
    public String reveal() {
        return text;
    }

    /** The {@code webhook-signature} header. */
    String sign(String id, long timestampSeconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8));
            return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA256.", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
