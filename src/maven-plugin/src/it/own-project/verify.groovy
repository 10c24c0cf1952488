// The build ran the project's tests, which ask the trained model.
File results = new File(basedir, 'target/surefire-reports/TEST-app.JudgeTest.xml')
assert results.text.contains('tests="2"') && results.text.contains('failures="0"') && results.text.contains('errors="0"')

// What is generated lies where Maven's users expect it, and none of it in the sources.
assert new File(basedir, 'target/generated-sources/dnn/halves/Half.java').isFile()
assert new File(basedir, 'src/main').list().sort() == ['dnn', 'java']

// The training has left its record, and the test said how right the model is.
assert new File(basedir, 'runs/Halves/1/report.html').isFile()
String log = new File(basedir, 'build.log').text
assert log =~ /test accuracy\s+(0\.9|1\.0)/
assert log.contains('on the test split')
