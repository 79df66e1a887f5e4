package dev.symbio.gateway.http;

import dev.symbio.platform.entity.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cursors of paged lists. A cursor carries the position in the clear and a signature over position, tenant and filter: it
 * cannot be made up, given to another tenant or used with another filter.
 */
public final class Cursors {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 16;

    private final SecretKeySpec key;

    public Cursors(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** @param filter everything that decides which rows the list has, in a fixed order */
    public String issue(TenantId tenant, List<String> filter, String position) {
        byte[] at = position.getBytes(StandardCharsets.UTF_8);
        byte[] mac = mac(tenant, filter, at);
        byte[] cursor =
                ByteBuffer.allocate(mac.length + at.length).put(mac).put(at).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    /** The position in the call's cursor, if it has one. */
    public Optional<String> position(Call<?> call, List<String> filter) {
        return call.query(QueryParameter.CURSOR.name()).map(cursor -> open(call.tenant(), filter, cursor));
    }

    /**
     * Makes a page of rows that were asked for with one more than the limit: that one tells that there are more.
     *
     * @param position of a row within the list
     */
    public <T> Page<T> page(Call<?> call, List<String> filter, List<T> rows, Function<T, String> position) {
        return page(call, call.limit(), filter, rows, position);
    }

    /** Like the other, for lists that cannot give as many rows as the caller may ask for. */
    public <T> Page<T> page(Call<?> call, int limit, List<String> filter, List<T> rows, Function<T, String> position) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> shown = rows.subList(0, limit);
        return new Page<>(shown, issue(call.tenant(), filter, position.apply(shown.get(shown.size() - 1))));
    }

    String open(TenantId tenant, List<String> filter, String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length > MAC_BYTES) {
                byte[] at = Arrays.copyOfRange(bytes, MAC_BYTES, bytes.length);
                if (MessageDigest.isEqual(mac(tenant, filter, at), Arrays.copyOf(bytes, MAC_BYTES))) {
                    return new String(at, StandardCharsets.UTF_8);
                }
            }
        } catch (IllegalArgumentException notBase64) {
            // answered below, like a wrong signature
        }
        String detail = "Expected the next of the page before, together with the same filter.";
        throw Problems.INVALID_PARAMETER.because(
                detail, List.of(Problem.Fault.inParameter(QueryParameter.CURSOR.name(), "cursor.invalid", detail)));
    }

    private byte[] mac(TenantId tenant, List<String> filter, byte[] position) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            sign(mac, tenant.value().getBytes(StandardCharsets.UTF_8));
            for (String part : filter) {
                sign(mac, part.getBytes(StandardCharsets.UTF_8));
            }
            sign(mac, position);
            return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has " + ALGORITHM + ".", e);
        }
    }

    /** With its length, so that no two lists of parts sign the same bytes. */
    private static void sign(Mac mac, byte[] part) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        mac.update(part);
    }
}
