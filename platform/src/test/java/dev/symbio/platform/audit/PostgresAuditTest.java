package dev.symbio.platform.audit;

import dev.symbio.platform.runtime.StoresUnderTest;
import dev.symbio.platform.runtime.TestServers;

class PostgresAuditTest extends AuditContract {
    @Override
    StoresUnderTest emptyStores() {
        return TestServers.postgresWith(AuditedPlatform.FEATURES);
    }
}
