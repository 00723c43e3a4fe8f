//! `batch`: a list of staff, the folders it becomes, and what is said of each line that becomes none.

use std::{collections::BTreeSet, fs};

use super::home::{Home, Ran};

fn batch(home: &Home, list: &str, more: &[&str]) -> Ran {
    let list = home.beside("staff.csv", list);
    let out = home.path("out");
    let mut arguments = vec!["--json", "batch", &list, "--out", out.to_str().unwrap()];
    arguments.extend(more);
    home.run_stated(&arguments)
}

#[test]
fn every_line_becomes_a_folder_or_is_named_with_its_reason() {
    let home = Home::new();
    let list = "given,family,address,identifier,role,school,phone\n\
        Jeanne,\"D’UPONT \"\"Zoé\"\"\",jeanne.dupont@ac-dijon.fr,jdupont,Professeure,Collège Molière,03 80 00 00 00\n\
        Anne-Marie,Le Gall,anne-marie.legall@ac-dijon.fr,,,,\n\
        Paul,Autre,paul.autre@exemple.fr,pautre,,,\n\
        Jeanne,Double,Jeanne.Dupont@ac-dijon.fr,x,,,\n\
        trop,court\n\
        Nu,Men,nu.men@ac-dijon.fr,numen,01E9501234ABC,,\n\
        Léa,Sud,lea.sud@ac-aix-marseille.fr,lsud,,,\n";
    let ran = batch(&home, list, &[]);
    let report = ran.json();
    assert_eq!(report["written"], 3, "{report:#}");
    assert_eq!(report["guessed"].as_array().unwrap().len(), 1);
    assert_eq!(report["guessed"][0]["line"], 3);
    let lines = |of: &str| -> Vec<(u64, String)> {
        let lines = report[of].as_array().unwrap().iter();
        let line = |row: &serde_json::Value| (row["line"].as_u64().unwrap(), row["why"].as_str().unwrap().to_owned());
        lines.map(line).collect()
    };
    let named = [
        (4, "staff-no-academy"),
        (5, "staff-twice"),
        (6, "staff-unreadable"),
        (7, "profile-numen"),
    ];
    assert_eq!(lines("refused"), named.map(|(line, why)| (line, why.to_owned())));
    assert_eq!(lines("incomplete"), [(8, "no-settings".to_owned())]);
    assert_eq!(ran.code, 1);
    let folders: BTreeSet<_> = fs::read_dir(home.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(folders.len(), 3, "{folders:?}");
    // Nobody knows the servers of that academy: what names none is there, and no program was set up with a guess.
    let serverless: BTreeSet<_> = fs::read_dir(home.path("out/lea-sud-ac-aix-marseille-fr"))
        .unwrap()
        .map(|entry| entry.unwrap().path().extension().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert!(
        serverless.contains("pdf") && serverless.contains("ics"),
        "{serverless:?}"
    );
    assert!(
        !serverless.contains("mobileconfig") && !serverless.contains("xml"),
        "{serverless:?}"
    );
    let alone = batch(
        &home,
        "given,family,address\nLéa,Sud,lea.sud@ac-aix-marseille.fr\n",
        &["--for", "apple"],
    );
    assert_eq!(
        (alone.code, &alone.json()["refused"][0]["why"]),
        (4, &"no-settings".into())
    );
    let own: Vec<_> = fs::read_dir(home.path("out/jeanne-dupont-ac-dijon-fr"))
        .unwrap()
        .collect();
    assert!(own.len() >= 14, "{own:?}");
    home.no_secret(&["01E9501234ABC".to_owned()]);
    home.nothing_half_written(false);
}

#[test]
fn a_list_that_is_none_is_refused_as_a_whole() {
    for (list, code) in [
        (
            "given,family,address,password\na,b,c@ac-dijon.fr,Secret-2026\n",
            "staff-column-unknown",
        ),
        ("given,family\na,b\n", "staff-column-missing"),
        ("given,family,address,address\n", "staff-column-twice"),
    ] {
        let home = Home::new();
        let ran = batch(&home, list, &[]);
        ran.refused(1, code);
        home.no_secret(&["Secret-2026".to_owned()]);
        assert_eq!(fs::read_dir(home.path("out")).unwrap().count(), 0);
    }
    Home::new()
        .run(&["batch", "absent.csv", "--out", "x"])
        .refused(2, "file-unreadable");
}

/// Five times as many lines must not take five times the memory: the peak of the program, as the system counted it.
#[test]
fn memory_does_not_grow_with_the_list() {
    let peak = |people: usize| -> u64 {
        let home = Home::new();
        let rows: String = (0..people)
            .map(|n| format!("Jean,Dupont,jean.dupont{n}@ac-dijon.fr,jdupont{n}\n"))
            .collect();
        let list = home.beside("staff.csv", &format!("given,family,address,identifier\n{rows}"));
        let script = "import resource,subprocess,sys\nsubprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL)\n\
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
        let out = home.path("out");
        let program = home.stated();
        let ran = home
            .command("python3")
            .args(["-c", script, super::home::PROGRAM])
            .args(program.get_args())
            .args(["--json", "batch", &list, "--for", "apple,sheet", "--out"])
            .arg(&out)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(fs::read_dir(out).unwrap().count(), people);
        String::from_utf8(ran.stdout).unwrap().trim().parse().unwrap()
    };
    let (few, many) = (peak(200), peak(1000));
    assert!(many < few + 6 * 1024, "{few} KiB, then {many} KiB");
    assert!(many < 60 * 1024, "{many} KiB");
}

/// Every line a person reads is a sentence, and what is typed stands under its warning.
#[test]
fn values_to_type_come_with_their_warning_first() {
    for (lang, warning) in [("fr", "serveurs de Microsoft"), ("en", "Microsoft’s servers")] {
        let home = Home::new();
        let line = "profiles --academy dijon --address jean.dupont@ac-dijon.fr --identifier jdupont --name Jean --out x --for outlook,android,evolution --lang";
        let arguments: Vec<_> = line.split(' ').chain([lang]).collect();
        let ran = home.run_stated(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.out.contains('['), "{}", ran.out);
        let typed = ran
            .out
            .split("\n")
            .position(|line| line.ends_with("Outlook") && !line.starts_with(' '))
            .unwrap();
        let lines: Vec<_> = ran.out.lines().skip(typed).take(4).collect();
        assert!(lines[1].contains(warning) && lines[3].contains("Jean"), "{lines:?}");
    }
}
