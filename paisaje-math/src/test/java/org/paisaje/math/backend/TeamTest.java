package org.paisaje.math.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Every task runs exactly once, whoever runs it. */
final class TeamTest {

    @Test
    void everyTaskRunsOnce() {
        Team team = new Team(4);
        for (int round = 0; round < 2000; round++) {
            int tasks = round % 9;
            AtomicIntegerArray runs = new AtomicIntegerArray(9);
            team.run(tasks, runs::incrementAndGet);
            for (int i = 0; i < 9; i++) {
                assertThat(runs.get(i)).isEqualTo(i < tasks ? 1 : 0);
            }
        }
    }

    @Test
    void aTaskMayRunTasks() {
        Team team = new Team(3);
        AtomicInteger count = new AtomicInteger();
        team.run(6, i -> team.run(5, j -> count.incrementAndGet()));
        assertThat(count).hasValue(30);
    }

    @Test
    void aFailureReachesTheCallerAndTheTeamGoesOn() {
        Team team = new Team(3);
        AtomicInteger count = new AtomicInteger();
        assertThatThrownBy(() -> team.run(8, i -> {
            count.incrementAndGet();
            if (i == 3) {
                throw new IllegalStateException("task 3");
            }
        })).isInstanceOf(IllegalStateException.class).hasMessage("task 3");
        team.run(4, i -> count.incrementAndGet());
        assertThat(count.get()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void anInterruptReachesThoseWhoWorkAlong() {
        Team team = new Team(3);
        CountDownLatch all = new CountDownLatch(3);
        AtomicInteger told = new AtomicInteger();
        Thread caller = Thread.currentThread();
        team.runInterruptibly(3, i -> {
            all.countDown();
            try {
                all.await();
                if (Thread.currentThread() == caller) {
                    caller.interrupt();
                } else {
                    Thread.sleep(60_000);
                }
            } catch (InterruptedException e) {
                told.incrementAndGet();
            }
        });
        assertThat(told).hasValue(2);
        assertThat(Thread.interrupted()).isTrue();
        AtomicInteger interrupted = new AtomicInteger();
        for (int round = 0; round < 100; round++) {
            team.run(9, i -> interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0));
        }
        assertThat(interrupted).as("those who begin anew").hasValue(0);
    }

    @Test
    void theLimitHoldsInsideItsScope() {
        Team team = new Team(3);
        assertThat(team.threads()).isEqualTo(3);
        Team.limit(2, () -> assertThat(team.threads()).isEqualTo(2));
        Team.limit(9, () -> assertThat(team.threads()).isEqualTo(3));
        Team.limit(1, () -> {
            Thread caller = Thread.currentThread();
            team.run(50, i -> assertThat(Thread.currentThread()).isSameAs(caller));
        });
    }
}
