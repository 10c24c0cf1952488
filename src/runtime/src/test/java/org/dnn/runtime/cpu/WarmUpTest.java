package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which form takes over from the plain one. */
class WarmUpTest {
    private static final int ROWS = 16;
    /** Multiply-adds for each row. */
    private static final long WORK = 1_000_000;
    private static final long MANY_ROWS = 2000;

    private static final class Program extends CpuProgram {
        private final Form form;

        Program(CpuMemory place, Form form) {
            super(place, 0, 0);
            this.form = form;
        }

        @Override
        public void run(int member) {
            // Is as fast as it can be, so its rehearsal is short.
        }
    }

    private static CpuProgram program(float[] memory, int rows, Team team, Form form) {
        return new Program(new CpuMemory(memory, rows, team, new PlainProducts(), Map.of(), 0), form);
    }

    private static WarmUp patient(WarmUp.Maker maker, boolean machine) {
        return WarmUp.patient(maker, new float[ROWS], ROWS, new Team(1), WORK,
                machine ? List.of(Form.MACHINE, Form.VECTORS) : List.of(Form.VECTORS), ROWS, ROWS);
    }

    private static void assertForm(Form expected, WarmUp form) {
        assertEquals(expected, assertInstanceOf(Program.class, form.now().program()).form);
    }

    @Test
    void littleWorkIsPlain() {
        try (WarmUp form = patient(WarmUpTest::program, true)) {
            form.expect(ROWS);
            form.await();
            assertForm(Form.PLAIN, form);
        }
    }

    @Test
    void muchWorkIsMachineCodeWhereTheProgramHasIt() {
        assumeTrue(MachineForm.whyNot().isEmpty(), MachineForm.whyNot());
        try (WarmUp with = patient(WarmUpTest::program, true); WarmUp without = patient(WarmUpTest::program, false)) {
            assertForm(Form.PLAIN, with);
            with.expect(MANY_ROWS);
            with.await();
            assertForm(Form.MACHINE, with);
            without.expect(MANY_ROWS);
            without.await();
            assertForm(Form.VECTORS, without);
        }
    }

    /** As where a nest takes more registers than there are, or the system has become stricter. */
    private static List<WarmUp.Maker> withoutMachineCode() {
        return Stream.of(new IllegalStateException("too many sums"),
                new ExceptionInInitializerError(new IllegalStateException("too many sums")),
                new NoClassDefFoundError("Machine")).map(refusal -> (WarmUp.Maker) (memory, rows, team, form) -> {
                    if (form == Form.MACHINE && refusal instanceof Error error) {
                        throw error;
                    }
                    if (form == Form.MACHINE) {
                        throw new IllegalStateException(refusal);
                    }
                    return program(memory, rows, team, form);
                }).toList();
    }

    @Test
    void machineCodeThatCannotBeHadLeavesTheVectors() {
        for (WarmUp.Maker maker : withoutMachineCode()) {
            try (WarmUp form = patient(maker, true)) {
                form.expect(MANY_ROWS);
                form.await();
                assertForm(Form.VECTORS, form);
            }
        }
    }

    /** Of programs that do not work in strips. */
    @Test
    void theFirstOfSeveralFormsThatCanBeHadIsTaken() {
        List<Form> forms = List.of(Form.MACHINE, Form.VECTORS);
        try (WarmUp form = WarmUp.of(WarmUpTest::program, new float[ROWS], ROWS, new Team(1), forms)) {
            assertForm(Form.MACHINE, form);
        }
        for (WarmUp.Maker maker : withoutMachineCode()) {
            try (WarmUp form = WarmUp.of(maker, new float[ROWS], ROWS, new Team(1), forms)) {
                assertForm(Form.VECTORS, form);
            }
            List<Form> only = List.of(Form.MACHINE);
            assertThrows(Throwable.class, () -> WarmUp.of(maker, new float[ROWS], ROWS, new Team(1), only));
        }
    }

    @Test
    void whatFailsWithVectorsFails() {
        WarmUp.Maker maker = (memory, rows, team, form) -> {
            if (form == Form.VECTORS) {
                throw new IllegalArgumentException("a mistake");
            }
            return program(memory, rows, team, form);
        };
        try (WarmUp form = patient(maker, false)) {
            form.expect(MANY_ROWS);
            assertThrows(IllegalStateException.class, form::await);
        }
    }
}
