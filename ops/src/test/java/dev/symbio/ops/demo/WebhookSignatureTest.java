package dev.symbio.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    /** The example of the Standard Webhooks reference implementations. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIMESTAMP = "1614265330";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Instant THEN = Instant.ofEpochSecond(1_614_265_330L);

    private final WebhookSignature signature = new WebhookSignature(SECRET);

    @Test
    void takesWhatTheSpecificationSigns() {
        assertThat(signature.verifies(ID, TIMESTAMP, BODY, SIGNATURE, THEN)).isTrue();
        assertThat(signature.verifies(ID, TIMESTAMP, BODY, "v1,AAAA " + SIGNATURE, THEN.plusSeconds(299)))
                .isTrue();
    }

    @Test
    void refusesWhatIsForgedOrStale() {
        assertThat(signature.verifies("msg_other", TIMESTAMP, BODY, SIGNATURE, THEN))
                .isFalse();
        assertThat(signature.verifies(ID, "1614265331", BODY, SIGNATURE, THEN)).isFalse();
        assertThat(signature.verifies(ID, TIMESTAMP, new byte[0], SIGNATURE, THEN))
                .isFalse();
        assertThat(signature.verifies(ID, TIMESTAMP, BODY, SIGNATURE, THEN.plusSeconds(301)))
                .isFalse();
        assertThat(signature.verifies(ID, TIMESTAMP, BODY, null, THEN)).isFalse();
        assertThat(signature.verifies(ID, "soon", BODY, SIGNATURE, THEN)).isFalse();
    }
}
