package dev.symbio.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.platform.entity.TenantId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LookupsTest {
    private static final TenantId SLOW = new TenantId("slow");
    private static final TenantId QUICK = new TenantId("quick");

    private final CountDownLatch silent = new CountDownLatch(1);

    private InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.equals("silent.example")) {
            try {
                silent.await();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }
        if (host.equals("unknown.example")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getByName("93.184.216.34")};
    }

    @Test
    void aNameServerThatDoesNotAnswerHoldsUpItsOwnTenantOnly() throws Exception {
        try (Lookups lookups = new Lookups(this::resolve, Duration.ofMillis(50))) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> lookups.resolve(SLOW, "silent.example"))
                        .isInstanceOf(UnknownHostException.class)
                        .hasMessageContaining("No answer");
            }
            assertThatThrownBy(() -> lookups.resolve(SLOW, "finance.example"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("Too many");
            assertThatThrownBy(() -> lookups.resolve(QUICK, "silent.example"))
                    .as("another tenant is let in")
                    .hasMessageContaining("No answer");
        } finally {
            silent.countDown();
        }
    }

    @Test
    void aNameThatIsUnknownLeavesRoomForTheNext() throws Exception {
        try (Lookups lookups = new Lookups(this::resolve, Duration.ofSeconds(30))) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> lookups.resolve(QUICK, "unknown.example"))
                        .isInstanceOf(UnknownHostException.class);
            }
            assertThat(lookups.resolve(QUICK, "finance.example")).hasSize(1);
        }
    }
}
