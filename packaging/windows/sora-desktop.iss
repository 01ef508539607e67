; Inno Setup: the installer for Windows, of the folder that PyInstaller made. Not run on this project's machines.
;   iscc /DVersion=0.1.0 /DFolder=build\package\folder\sora-desktop packaging\windows\sora-desktop.iss
; It installs for one person without asking for an administrator. Removing it leaves clips, jobs and settings alone.

[Setup]
AppId={{6E0C2B0E-5C5B-4E0B-9E5D-5A3F2E0F7B61}
AppName=Sora Desktop
AppVersion={#Version}
AppPublisher=The Sora Desktop developers
DefaultDirName={autopf}\Sora Desktop
DefaultGroupName=Sora Desktop
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile={#Folder}\LICENSE
OutputBaseFilename=sora-desktop-{#Version}-windows-x86_64
OutputDir={#SourcePath}\..\..\dist
Compression=lzma2/max
SolidCompression=yes
UninstallDisplayIcon={app}\sora-desktop.exe
WizardStyle=modern
#ifdef Sign
SignTool=sign $f
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"
Name: "ja"; MessagesFile: "compiler:Languages\Japanese.isl"
Name: "pt_BR"; MessagesFile: "compiler:Languages\BrazilianPortuguese.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[InstallDelete]
; What an earlier version had and this one has not must not be loaded.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\Sora Desktop"; Filename: "{app}\sora-desktop.exe"
Name: "{autodesktop}\Sora Desktop"; Filename: "{app}\sora-desktop.exe"; Tasks: desktopicon

[Registry]
; Offered under "Open with" for what the app really opens; it makes itself nobody's default.
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Sora Desktop"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe\shell\open\command"; ValueType: string; ValueData: """{app}\sora-desktop.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".png"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".jpg"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".jpeg"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".webp"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".heic"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".avif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".mp4"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".webm"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sora-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".mov"; ValueData: ""

[Run]
Filename: "{app}\sora-desktop.exe"; Description: "{cm:LaunchProgram,Sora Desktop}"; Flags: nowait postinstall skipifsilent
