package dev.symbio.platform.runtime;

class PostgresPlatformTest extends PlatformContract {
    @Override
    StoresUnderTest emptyStores() {
        return TestServers.postgresWith(FEATURES);
    }
}
