# fish completion for snapup-repo(8)

function __snapup_repo_options -a verbs options
    for option in (string split ' ' -- $options)
        complete -c snapup-repo -n "__fish_seen_subcommand_from $verbs" -a "'$option'"
    end
end

set -l verbs create set get publish generate info list contents verify fix rebuild refresh remove copy receive archive \
    add-publisher remove-publisher
complete -c snapup-repo -f -n "not __fish_seen_subcommand_from $verbs" -a "$verbs --help"
__snapup_repo_options create '--version -p -s'
__snapup_repo_options set '-s -p'
__snapup_repo_options 'add-publisher archive' -s
__snapup_repo_options get '-s -p -H -F --json --key --cert'
__snapup_repo_options publish '-s -d -b -T -p --no-catalog --no-index --fmri-in-manifest'
__snapup_repo_options generate '-u -T --target'
__snapup_repo_options 'info list' '-s -H -F --json -p --key --cert'
__snapup_repo_options contents '-s -m -t -p --key --cert'
__snapup_repo_options verify '-s -d --disable -p'
__snapup_repo_options fix '-s -v -p'
__snapup_repo_options 'rebuild refresh' '-s --no-catalog --no-index -p'
__snapup_repo_options remove '-s -n -d -p'
__snapup_repo_options 'copy receive' '-s -d -n -a --raw -k --clone --newest -r --recursive --latest --all-versions -m -c -p --key --cert'
__snapup_repo_options remove-publisher '-s -n'
