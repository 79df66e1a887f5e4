package dev.symbio.ops.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Observations as JSON text, built by hand: the client must not cost what is to be measured. */
final class Facts {
    private Facts() {}

    static String observation(String id, Instant at) {
        return "{\"id\":\"" + id + "\",\"at\":\"" + at + "\",\"met\":true,\"amount\":\"1250.00\",\"currency\":\"USD\"}";
    }

    /** @param prefix makes the ids unique */
    static byte[] batch(String prefix, int size, Instant at) {
        StringBuilder text = new StringBuilder(size * 120).append("{\"source\":\"bench\",\"observations\":[");
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ",").append(observation(prefix + i, at));
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
