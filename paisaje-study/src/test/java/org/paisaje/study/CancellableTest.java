package org.paisaje.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Blas;

final class CancellableTest {
    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    void workIsDoneWithTheThreadsOfItsCaller() {
        assertThat(Blas.withThreads(1, () -> Cancellable.of(Duration.ZERO, Blas::threads))).contains(1);
        assertThatThrownBy(() -> Cancellable.of(Duration.ZERO, () -> {
            throw new IllegalArgumentException("no");
        })).isInstanceOf(IllegalArgumentException.class).hasMessage("no");
    }

    @Test
    void afterAnInterruptNothingBeginsAndWhatWasBegunIsLeft() throws InterruptedException {
        var never = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        assertThat(Cancellable.of(Duration.ofMillis(10), () -> {
            caller.interrupt();
            while (never.getCount() > 0) {
                Thread.onSpinWait();
            }
            return 1;
        })).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(Cancellable.of(Duration.ofSeconds(5), () -> 1)).isEmpty();
        never.countDown();
    }

    @Test
    void workThatEndsSoonAfterAnInterruptCounts() {
        Thread caller = Thread.currentThread();
        assertThat(Cancellable.of(Duration.ofMinutes(1), () -> {
            caller.interrupt();
            while (!Session.cancelled()) { // the work sees it too
                Thread.onSpinWait();
            }
            return 1;
        })).contains(1);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
