@echo off
rem Starts Grainflow on Windows, and builds it first when it is not built.
rem After a change of the sources run: mvnw.cmd -q -B -pl grainflow-cli -am package -DskipTests
setlocal
set "HOME_DIR=%~dp0"
set "JAR=%HOME_DIR%grainflow-cli\target\grainflow.jar"
set "JAVA_CMD=java"
if defined JAVA_HOME set "JAVA_CMD=%JAVA_HOME%\bin\java.exe"
"%JAVA_CMD%" -version >nul 2>&1
if errorlevel 1 (
  echo grainflow: no java found; install a JDK 17 or newer, or set JAVA_HOME to one 1>&2
  exit /b 1
)
if not exist "%JAR%" (
  echo grainflow: building, the first time libraries are downloaded 1>&2
  pushd "%HOME_DIR%"
  call mvnw.cmd -q -B -pl grainflow-cli -am package -DskipTests 1>&2
  if errorlevel 1 (
    popd
    echo grainflow: the build failed; the lines above say why 1>&2
    exit /b 1
  )
  popd
)
rem Large images are restored band by band: bands that are done need not gather.
set "LEAN="
if "%~1"=="denoise" set "LEAN=-XX:MaxNewSize=128m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40"
"%JAVA_CMD%" %LEAN% -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED -XX:MaxRAMPercentage=50 -XX:+UseParallelGC -Dfile.encoding=UTF-8 -Djava.awt.headless=true -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 %GRAINFLOW_JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
