package dev.symbio.platform.runtime;

class PostgresProcessTest extends ProcessContract {
    @Override
    StoresUnderTest emptyStores() {
        return TestServers.postgresWith(FEATURES);
    }
}
