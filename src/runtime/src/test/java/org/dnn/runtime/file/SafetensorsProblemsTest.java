package org.dnn.runtime.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that lie, are cut short, or are something else. */
class SafetensorsProblemsTest {
    @TempDir
    Path folder = Path.of("");

    private static final String GOOD = "'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";

    private Path file(String header, int dataBytes) throws IOException {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        return Files.write(folder.resolve("w.safetensors"), bytes.array());
    }

    private static void assertProblem(Path file, String message) {
        Problem problem = assertThrows(Problem.class, () -> Safetensors.read(file));
        assertEquals(file + ": " + message, problem.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 8 | tensor "w" F32[2] takes 8 bytes, but its data_offsets span 4
            {'w':{'dtype':'F32','shape':[1],'data_offsets':[8,4]}} | 8 | tensor "w" has data_offsets [8, 4], where [begin, end] is expected
            {'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}} | 8 | tensor "w" has data_offsets [0, 4, 8], where [begin, end] is expected
            {'w':{'dtype':'F32','shape':[-1],'data_offsets':[0,8]}} | 8 | tensor "w" has a shape that is not a list of whole numbers from 0 on
            {'w':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | 8 | tensor "w" has a shape that is not a list of whole numbers from 0 on
            {'w':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}} | 8 | tensor "w" has a shape that is not a list of whole numbers from 0 on
            {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,99999999999999999999]}} | 8 | tensor "w" has a data_offsets that is not a list of whole numbers from 0 on
            {'w':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}} | 8 | tensor "w" has a shape that is not a list of whole numbers from 0 on
            {'w':{'dtype':'F32','shape':[999999999999999999,999999999999999999],'data_offsets':[0,8]}} | 8 | tensor "w" F32[999999999999999999, 999999999999999999] takes 3999999999999999992000000000000000004 bytes, but its data_offsets span 8
            {'w':{'dtype':'F31','shape':[2],'data_offsets':[0,8]}} | 8 | tensor "w" has an unknown dtype "F31"
            {'w':{'dtype':'BF16','shape':[2],'data_offsets':[0,4]}} | 4 | tensor "w" is BF16; what can be read is F64, I64, F32, I32, U8
            {'w':{'shape':[2],'data_offsets':[0,8]}} | 8 | tensor "w" needs dtype, shape and data_offsets, and has shape, data_offsets
            {'w':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 8 | tensor "w" has dtype twice
            {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}} | 8 | tensor "w" has an unknown field "x"
            {'__metadata__':{'a':1}} | 0 | __metadata__ "a" is not a string
            {'__metadata__':{'a':'1','a':'2'}} | 0 | __metadata__ has "a" twice
            {'__metadata__':{},'__metadata__':{}} | 0 | its header has __metadata__ twice
            {'__metadata__':[]} | 0 | its header is not the JSON of a safetensors file
            {'w':5} | 0 | its header is not the JSON of a safetensors file
            {'w':{'dtype':5,'shape':[],'data_offsets':[0,4]}} | 4 | tensor "w" has an unknown dtype "5"
            {'w':{'dtype':'F32' | 0 | its header ends in the middle
            {w:1} | 0 | its header is not the JSON of a safetensors file
            {}x | 0 | its header is not the JSON of a safetensors file
            {}{} | 0 | its header is not the JSON of a safetensors file
            [] | 0 | its header does not begin with '{': it is not a safetensors file
            """)
    void aHeaderThatIsWrong(String header, int dataBytes, String message) throws IOException {
        assertProblem(file(header, dataBytes), message);
    }

    @Test
    void tensorsMustBeTheDataExactly() throws IOException {
        String second = "'v':{'dtype':'U8','shape':[4],'data_offsets':[%d,%d]}";
        assertProblem(file("{" + GOOD + "," + second.formatted(6, 10) + "}", 10),
                "tensor \"v\" overlaps tensor \"w\": it begins at byte 6 of the data, before byte 8");
        assertProblem(file("{" + GOOD + "," + second.formatted(9, 13) + "}", 13),
                "tensor \"v\" begins at byte 9 of the data, which leaves a hole from byte 8");
        assertProblem(file("{" + GOOD + "}", 7),
                "its header describes 8 bytes of data, the file has 7: it is cut short");
        assertProblem(file("{" + GOOD + "}", 9), "its header describes 8 bytes of data, the file has 9");
        assertProblem(file("{" + GOOD + "," + GOOD + "}", 8), "tensor \"w\" is there twice");
    }

    @Test
    void filesThatAreSomethingElse() throws IOException {
        assertProblem(Files.writeString(folder.resolve("short"), "1234567"),
                "has 7 bytes, too few for a safetensors file");
        assertProblem(Files.writeString(folder.resolve("text"), "Dear reader, this is a letter."),
                "gives its header 7018141078010291524 bytes, and has 30 in all:"
                        + " it is cut short, or not a safetensors file");
        assertProblem(Files.writeString(folder.resolve("model.pt"), "PK\3\4 and so on, as zip archives do"),
                "is a zip archive, as PyTorch's own checkpoints are, not a safetensors file;"
                        + " write it again with safetensors.torch.save_file");
        assertProblem(file("", 0), "its header does not begin with '{': it is not a safetensors file");
        assertProblem(file("{'\u00e9':1}", 0), "its header is not UTF-8");
    }

    @Test
    void aFileThatIsNotThere() {
        Path file = folder.resolve("none.safetensors");
        Problem problem = assertThrows(Problem.class, () -> Safetensors.read(file));
        assertEquals("cannot read " + file + ": there is no such file", problem.getMessage());
    }

    @Test
    void trailingBlanksOfTheHeaderAreAllowed() throws IOException {
        assertEquals(1, Safetensors.read(file("{" + GOOD + "}    ", 8)).tensors().size());
    }

    @Test
    void theHeaderOfATypeThatCannotBeReadCanBeLookedAt() throws IOException {
        Path file = file("{'w':{'dtype':'F16','shape':[2,1],'data_offsets':[0,4]}}", 4);
        SafetensorsHeader header = Safetensors.header(file);
        assertEquals(Map.of("w", new SafetensorsHeader.Entry("F16", List.of(2L, 1L), 0, 4)),
                header.tensors());
    }

    /** Any byte changed, any length: a result or a problem, never another exception. */
    @Test
    void damagedFilesNeverDoWorse() throws IOException {
        Path file = folder.resolve("damaged");
        Safetensors.write(file, Map.of("a", "b"), Map.of("w", Tensor.of(new float[]{1, 2, 3}, 3), "v",
                Tensor.of(new int[]{1, 2}, 1, 2)));
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(1);
        int problems = 0;
        for (int i = 0; i < 600; i++) {
            ByteArrayOutputStream bad = new ByteArrayOutputStream();
            bad.write(good, 0, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            byte[] bytes = bad.toByteArray();
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try {
                Safetensors.read(file);
            } catch (Problem expected) {
                problems++;
            }
        }
        assertTrue(problems > 300, problems + " problems");
    }
}
