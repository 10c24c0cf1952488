package org.dnn.runtime.cpu;

import static org.dnn.runtime.x86.Register.R12;
import static org.dnn.runtime.x86.Register.R13;
import static org.dnn.runtime.x86.Register.R14;
import static org.dnn.runtime.x86.Register.R15;
import static org.dnn.runtime.x86.Register.RBP;
import static org.dnn.runtime.x86.Register.RBX;
import static org.dnn.runtime.x86.Register.RSP;

import java.util.List;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Condition;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.Register;

/**
 * What functions in machine code have in common: the calling convention of Linux ("System V Application Binary Interface, AMD64
 * Architecture Processor Supplement"), loops, and rows that are equally far apart. Of three rows one register holds the first,
 * and another the distance.
 */
final class FunctionCode {
    /** Registers that belong to the caller. */
    private static final List<Register> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);

    private FunctionCode() {}

    static void enter(Assembler code) {
        SAVED.forEach(code::push);
    }

    /** The same, and puts arguments that came in registers on the stack, before the others: {@link #passed}. */
    static void enter(Assembler code, List<Register> arguments) {
        enter(code);
        arguments.reversed().forEach(code::push);
    }

    /** Where such an argument is. */
    static Address passed(int which) {
        return RSP.at(which * Long.BYTES);
    }

    static void leave(Assembler code, List<Register> arguments) {
        code.add(RSP, arguments.size() * Long.BYTES);
        leave(code);
    }

    static void leave(Assembler code) {
        code.vzeroupper();
        SAVED.reversed().forEach(code::pop);
        code.ret();
    }

    /** Loads an argument that has no register. */
    static void load(Assembler code, Register to, int which) {
        code.mov(to, argument(which, 0));
    }

    /** Where an argument is that has no register: behind what was pushed since, the saved registers and the return address. */
    static Address argument(int which, int pushed) {
        return RSP.at((pushed + SAVED.size() + 1 + which) * Long.BYTES);
    }

    /** Goes to where rows begin, whose offsets from a are a table; and on to the next rows in the table. */
    static void startRows(Assembler code, List<Register> rows, Register a, Register table) {
        for (int i = 0; i < rows.size(); i++) {
            Register row = rows.get(i);
            code.movsxd(row, table.at(i * Float.BYTES));
            code.lea(row, a.at(row, Float.BYTES, 0));
        }
        code.add(table, rows.size() * Float.BYTES);
    }

    /** Does the same again and again, until a count that is at least 1 has come down to 0. */
    static void repeat(Assembler code, Register count, Runnable body) {
        Label again = new Label();
        code.place(again);
        body.run();
        code.sub(count, 1);
        code.jump(Condition.NOT_ZERO, again);
    }

    /** Does the same for each so many of a count; those that are left over are then the count, and whether there are any is the flag. */
    static void each(Assembler code, int many, Register count, Runnable body) {
        Label again = new Label();
        Label rest = new Label();
        code.sub(count, many);
        code.jump(Condition.NEGATIVE, rest);
        code.place(again);
        body.run();
        code.sub(count, many);
        code.jump(Condition.NOT_NEGATIVE, again);
        code.place(rest);
        code.add(count, many);
    }

    static void fourthRow(Assembler code, Register fourthRow, Register first, Register stride) {
        code.lea(fourthRow, stride.at(stride, 2, 0));
        code.add(fourthRow, first);
    }

    /** Row i of six. */
    static Address row(int i, Register first, Register fourth, Register stride, int displacement) {
        Register base = i < 3 ? first : fourth;
        return i % 3 == 0 ? base.at(displacement) : base.at(stride, i % 3, displacement);
    }
}
